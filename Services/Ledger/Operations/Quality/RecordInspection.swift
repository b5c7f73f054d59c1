import Contracts
import Kernel
import LedgerDomain
import Messaging

/// Records what somebody found out about a lot; the plan in force says what that comes to.
struct RecordInspection: CommandOperation {
    static let id = "recordInspection"

    func plan(_ request: OperationRequest) throws -> CommandPlan {
        let draft: InspectionDraft = try request.document()
        try draft.check()
        let isDryRun = try request.isDryRun
        return CommandPlan(.inspect(draft.command), fields: draft.fields) { decision, state in
            guard let recorded = decision.inspection,
                let body = InspectionBody(recorded, on: state)
            else { return .noContent }
            return try .made(body, at: "/v1/inspections/\(body.id)", isDryRun: isDryRun)
        }
    }
}

/// Releases a lot that an inspection rejected, because somebody else answers for it.
struct ConcedeInspection: CommandOperation {
    static let id = "concedeInspection"

    func plan(_ request: OperationRequest) throws -> CommandPlan {
        let id = try request.pathID("inspectionId", of: Inspection.self)
        let draft: ConcessionDraft = try request.document()
        var rules = DraftRules()
        rules.text(draft.reason, "/reason", limit: DraftRules.maximumNote)
        try rules.finish()
        return CommandPlan(.concede(ConcessionRequest(id, reason: draft.reason))) {
            decision,
            state in
            guard let concession = decision.concession,
                let lot = state.lot(concession.inspection.lot)
            else { return .noContent }
            return try .json(ConcessionBody(concession, of: lot, on: state))
        }
    }
}

struct ConcessionDraft: Codable, Sendable {
    let reason: String
}

/// What somebody found out about a lot.
struct InspectionDraft: Codable, Sendable {
    let id: ID<Inspection>?
    let lotId: ID<Lot>
    let inspectionPlanId: ID<InspectionPlan>?
    let readings: [QualityReading]
    let location: String?
    let sampledQuantity: Quantity?
    let instrument: String?
    let certificate: String?
    let note: String?
    let supersedes: ID<Inspection>?
    let performedAt: Timestamp?

    static let maximumReadings = InspectionPlanDraft.maximumCharacteristics
    static let maximumInstrument = 200

    /// - Throws: 422 with every rule that was broken, whatever the plan says.
    func check() throws(Problem) {
        var rules = DraftRules()
        if self.readings.count > Self.maximumReadings {
            let limit = Self.maximumReadings
            rules.add("/readings", "maxItems", "There are at most \(limit) readings.")
        }
        for (index, reading) in self.readings.prefix(Self.maximumReadings).enumerated() {
            let pointer = "/readings/\(index)"
            rules.text(
                reading.characteristic,
                "\(pointer)/characteristic",
                limit: InspectionCharacteristic.nameLength.maximum
            )
            rules.text(reading.note, "\(pointer)/note", limit: DraftRules.maximumNote)
        }
        rules.text(self.location, "/location", limit: DraftRules.maximumName)
        if let sampled = self.sampledQuantity,
            !sampled.isPositive || sampled > Quantity.largestLine
        {
            rules.add("/sampledQuantity", "range", "The quantity must be above zero.")
        }
        rules.text(self.instrument, "/instrument", limit: Self.maximumInstrument)
        rules.webAddress(self.certificate, "/certificate", limit: LotDraft.maximumAddress)
        rules.note(self.note)
        try rules.finish()
    }

    var command: InspectionRequest {
        InspectionRequest(
            id: self.id ?? .make(),
            lot: self.lotId,
            plan: self.inspectionPlanId,
            readings: self.readings,
            circumstances: InspectionCircumstances(
                location: self.location.map { LocationName($0) },
                sampled: self.sampledQuantity,
                instrument: self.instrument,
                certificate: self.certificate,
                note: self.note
            ),
            supersedes: self.supersedes,
            performedAt: self.performedAt
        )
    }

    var fields: RefusedFields {
        var fields = RefusedFields()
        if let location = self.location { fields.locations = [LocationName(location): "/location"] }
        return fields
    }
}
