import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// An inspection as its own document.
struct InspectionBody: Codable, Sendable {
    let id: ID<Inspection>
    /// With its status of now.
    let lot: LotLabel
    let variantId: ID<Variant>
    let sku: String
    let inspectionPlanId: ID<InspectionPlan>
    let verdict: InspectionVerdict
    let readings: [ReadingBody]
    let location: LocationLabel?
    let sampledQuantity: Quantity?
    let instrument: String?
    let certificate: String?
    let note: String?
    let supersedes: ID<Inspection>?
    let supersededBy: ID<Inspection>?
    let concession: ConcessionLabel?
    let actor: Actor
    let performedAt: Timestamp
    let recordedAt: Timestamp

    /// One that was recorded just now.
    ///
    /// - Parameter state: Has it applied.
    init?(_ recorded: RecordedInspection, on state: LedgerState) {
        let (request, inspection) = (recorded.request, recorded.inspection)
        guard let lot = state.lot(inspection.lot) else { return nil }
        self.id = inspection.id
        self.lot = LotLabel(ofNow: lot)
        self.variantId = lot.key.variant
        self.sku = state.sku(of: lot.key.variant)
        self.inspectionPlanId = inspection.plan
        self.verdict = inspection.verdict
        self.readings = recorded.readings.map(ReadingBody.init)
        self.location = recorded.location.map { state.label(of: $0) }
        self.sampledQuantity = request.circumstances.sampled
        self.instrument = request.circumstances.instrument
        self.certificate = request.circumstances.certificate
        self.note = request.circumstances.note
        self.supersedes = request.supersedes
        self.supersededBy = nil
        self.concession = nil
        self.actor = inspection.actor
        self.performedAt = recorded.performedAt
        self.recordedAt = state.now
    }

    /// Reads a row of ``statement(where:)``.
    init(_ row: Row) throws {
        self.id = try row.decode("id")
        self.lot = LotLabel(
            id: try row.decode("lot"),
            code: try row.decode("lot_code"),
            expiresOn: try row.decode("expires_on"),
            status: try row.word("lot_status")
        )
        self.variantId = try row.decode("variant")
        self.sku = try row.decode("sku")
        self.inspectionPlanId = try row.decode("plan")
        self.verdict = try row.word("verdict")
        self.readings = try row.decode("readings", as: JSONB.self).decode()
        self.location = try row.decode("location", as: ID<Location>?.self).map { id in
            LocationLabel(id: id, code: try row.decode("location_code"))
        }
        self.sampledQuantity = try row.decode("sampled")
        self.instrument = try row.decode("instrument")
        self.certificate = try row.decode("certificate")
        self.note = try row.decode("note")
        self.supersedes = try row.decode("supersedes")
        self.supersededBy = try row.decode("superseded_by")
        self.concession = try ConcessionLabel(row)
        self.actor = try Actor(row)
        self.performedAt = try row.decode("performed_at")
        self.recordedAt = try row.decode("recorded_at")
    }

    static func statement(where condition: SQL) -> SQL {
        """
        SELECT inspection.*, lot.code AS lot_code, lot.expires_on, lot.status AS lot_status,
            lot.variant, variant.sku, location.code AS location_code, later.id AS superseded_by,
            concession.reason AS concession_reason, concession.actor_kind AS conceder_kind,
            concession.actor_id AS conceder_id, concession.actor_name AS conceder_name,
            concession.recorded_at AS conceded_at
        FROM inspection
        JOIN lot ON lot.id = inspection.lot
        JOIN variant ON variant.id = lot.variant
        LEFT JOIN location ON location.id = inspection.location
        LEFT JOIN inspection AS later ON later.supersedes = inspection.id
        LEFT JOIN inspection_concession AS concession ON concession.inspection = inspection.id
        WHERE \(fragment: condition)
        ORDER BY inspection.recorded_at DESC, inspection.id DESC
        """
    }
}

/// A reading as documents show it, and as it is kept.
struct ReadingBody: Codable, Sendable {
    let characteristic: String
    let value: MeasuredValue?
    let passed: Bool?
    let note: String?
    /// Whether it is within the limits of the plan.
    let isWithin: Bool

    init(_ judged: JudgedReading) {
        self.characteristic = judged.reading.characteristic
        self.value = judged.reading.value
        self.passed = judged.reading.passed
        self.note = judged.reading.note
        self.isWithin = judged.isWithin
    }
}

/// Who answers for a rejected lot, as the inspection tells it.
struct ConcessionLabel: Codable, Sendable {
    let reason: String
    let actor: Actor
    let recordedAt: Timestamp

    init(reason: String, actor: Actor, recordedAt: Timestamp) {
        self.reason = reason
        self.actor = actor
        self.recordedAt = recordedAt
    }

    /// `nil` where nobody does.
    init?(_ row: Row) throws {
        guard let reason: String = try row.decode("concession_reason") else { return nil }
        self.reason = reason
        self.actor = Actor(
            kind: try row.word("conceder_kind"),
            id: try row.decode("conceder_id"),
            name: try row.decode("conceder_name")
        )
        self.recordedAt = try row.decode("conceded_at")
    }
}

/// What a concession did.
struct ConcessionBody: Codable, Sendable {
    let inspectionId: ID<Inspection>
    let lot: LotLabel
    let concession: ConcessionLabel

    init(_ concession: RecordedConcession, of lot: StockLot, on state: LedgerState) {
        self.inspectionId = concession.inspection.id
        self.lot = LotLabel(ofNow: lot)
        self.concession = ConcessionLabel(
            reason: concession.reason,
            actor: concession.actor,
            recordedAt: state.now
        )
    }
}

extension LotLabel {
    /// A lot with its status.
    init(ofNow lot: StockLot) {
        self.init(
            id: lot.id,
            code: lot.key.code,
            expiresOn: lot.details.expiresOn,
            status: lot.status
        )
    }
}
