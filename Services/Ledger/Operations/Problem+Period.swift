import Contracts
import Kernel
import LedgerDomain

extension Problem {
    /// Refusals for a time whose period is closed.
    static func closed(_ code: ProblemCode, _ closed: ClosedTime) -> Problem {
        Problem(
            code,
            detail: "The period \(closed.period.name) is closed.",
            errors: [
                FieldError(
                    pointer: "/effectiveAt",
                    rule: "open",
                    message: "Only from \(closed.firstOpen) on something can be entered."
                )
            ],
            extensions: [
                "periodId": .string(closed.period.id.description),
                "firstOpenAt": .string(closed.firstOpen.description),
            ]
        )
    }

    /// The one place where refusals of periods become problems.
    init(_ refusal: PeriodRefusal) {
        switch refusal {
        case .startRequired:
            self = .validation("/from", rule: "required", "The first period says when it starts.")
        case .startIsGiven(let start):
            self = .validation(
                "/from",
                rule: "follows",
                "The period before ends at \(start), and this one starts there."
            )
        case .tooShort:
            self = .validation("/until", rule: "length", "A period has at least 24 hours.")
        case .wrongState(let state):
            self = .conflict(.wrongState, "The period is \(state.rawValue).")
        case .notOver(let end):
            self = .conflict(.wrongState, "The period can be closed from \(end) on.")
        case .earlierIsOpen(let period):
            self = .conflict(.wrongState, "The period \(period.name) has to be closed first.")
        case .laterIsClosed(let period):
            self = .conflict(.wrongState, "The period \(period.name) has to be opened first.")
        }
    }
}
