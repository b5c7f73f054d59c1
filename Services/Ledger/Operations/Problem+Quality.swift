import Contracts
import Kernel
import LedgerDomain

extension Problem {
    /// Refusals of what concerns the quality of lots.
    static func ofQuality(_ refusal: LedgerRefusal) -> Problem {
        switch refusal {
        case .inspectionRequired(let lot):
            Problem(
                .inspectionRequired,
                detail: "The lot \(lot.key.code) has not passed, or was rejected.",
                extensions: ["lotId": .string(lot.id.description)]
            )
        case .noInspectionPlan:
            .conflict(.wrongState, "There is no inspection plan for the goods of the lot.")
        case .otherInspectionPlan(let plan):
            Problem(
                .wrongState,
                detail: "Another plan is in force.",
                extensions: ["inspectionPlanId": .string(plan.description)]
            )
        case .readingsUnfit(let faults):
            .validation(faults.map { FieldError($0) })
        case .performedInFuture:
            .validation("/performedAt", rule: "past", "What is recorded has happened already.")
        case .noSuchInspection(let id):
            .notFound("There is no inspection \(id).")
        case .inspectionExists(let id):
            .rule(.alreadyExists, "There is an inspection \(id) already.", pointer: "/id")
        case .notSupersedable:
            .validation("/supersedes", rule: "known", "The lot has no such inspection.")
        case .alreadySuperseded(let inspection):
            Problem(
                .wrongState,
                detail: "Another inspection took the place of \(inspection.id).",
                extensions: inspection.supersededBy.map {
                    ["inspectionId": .string($0.description)]
                } ?? [:]
            )
        case .notConcedable:
            .conflict(.wrongState, "Nothing stands against the lot that could be conceded.")
        case .ownInspection:
            Problem(.ownInspection, detail: "Somebody else than the inspector has to concede it.")
        case .concessionByProgram:
            Problem(.forbidden, detail: "A person has to answer for it, and no program.")
        case .qualityElsewhere(let permission):
            .forbidden(permission)
        default: .internalError()
        }
    }
}

extension FieldError {
    fileprivate init(_ fault: ReadingFault) {
        let pointer = fault.reading.map { "/readings/\($0)" } ?? "/readings"
        switch fault.kind {
        case .unknown:
            self.init(
                pointer: "\(pointer)/characteristic",
                rule: "known",
                message: "The plan has no such characteristic."
            )
        case .repeated:
            self.init(
                pointer: "\(pointer)/characteristic",
                rule: "unique",
                message: "Each characteristic is read once."
            )
        case .valueMissing:
            self.init(
                pointer: "\(pointer)/value",
                rule: "required",
                message: "The characteristic is measured."
            )
        case .notAnAttribute:
            self.init(
                pointer: "\(pointer)/passed",
                rule: "absent",
                message: "What is measured is judged by its limits."
            )
        case .verdictMissing:
            self.init(
                pointer: "\(pointer)/passed",
                rule: "required",
                message: "Somebody says whether it passed."
            )
        case .notMeasured:
            self.init(
                pointer: "\(pointer)/value",
                rule: "absent",
                message: "The characteristic is not measured."
            )
        case .missing(let name):
            self.init(
                pointer: pointer,
                rule: "required",
                message: "There is no reading of \(name)."
            )
        }
    }
}
