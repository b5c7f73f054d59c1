import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Calls a lot back: withholds all of its stock at once, and answers with what has to be known.
///
/// The hold is one transaction. What became of the lot is read after it, so that everything that was
/// sold or moved before is in it, and nothing can be sold any more; asking again with the same key
/// holds nothing twice and reads anew.
struct RecallLot: CommandOperation {
    static let id = "recallLot"

    /// Documents of each kind that are part of the answer; all of them are in lists of their own.
    static let maximumDocuments = 200

    func plan(_ request: OperationRequest) throws -> CommandPlan {
        let lot = try request.pathID("lotId", of: Lot.self)
        try request.requireEveryWarehouse()
        let draft: RecallDraft = try request.document()
        var rules = DraftRules()
        rules.note(draft.note)
        if draft.reason == .expiry {
            rules.add("/reason", "enum", "Only the clock has this reason.")
        }
        try rules.finish()
        return ChangeLotStatus.plan(
            LotStatusRequest(
                lot: lot,
                status: .recalled,
                reason: draft.reason,
                note: draft.note
            )
        )
    }

    func complete(
        _ response: OperationResponse,
        to request: OperationRequest,
        with reader: JournalReader
    ) async throws -> OperationResponse {
        guard response.status == 200 else { return response }
        let lot = try request.pathID("lotId", of: Lot.self)
        let change = try MessageCoding.decode(LotStatusChangeBody.self, from: response.body)
        let horizon = try await reader.horizon()
        let evidence = try await reader.database.withTransaction { transaction in
            try RecallEvidence(
                lot,
                of: change.variantId,
                until: horizon,
                in: transaction
            )
        }
        return OperationResponse(
            status: response.status,
            headers: response.headers,
            body: try MessageCoding.encode(RecallBody(change: change, evidence: evidence))
        )
    }
}

struct RecallDraft: Codable, Sendable {
    let reason: LotReason
    let note: String?
}

/// What a recall did, and what has to be known of the lot.
struct RecallBody: Encodable, Sendable {
    let change: LotStatusChangeBody
    let evidence: RecallEvidence
}

/// Where a lot is, came from and went.
struct RecallEvidence: Encodable, Sendable {
    let trace: LotTraceBody
    /// Where it is now, place by place.
    let stock: [Place]
    /// The latest of the movements from suppliers, of the lot and what it was made of.
    let origins: [MovementRecordBody]
    /// The latest of the movements to customers and back, of the lot and what was made of it.
    let recipients: [MovementRecordBody]
    /// Pending reservations of the variant, which may have counted on it; the oldest first.
    let reservations: [ReservationBody]
    /// What was recorded by then is in the evidence.
    let knownAt: Timestamp

    struct Place: Codable, Sendable {
        let location: LocationLabel
        let warehouse: LocationLabel
        let onHand: Quantity
    }

    init(
        _ lot: ID<Lot>,
        of variant: ID<Variant>,
        until horizon: Timestamp,
        in transaction: borrowing Transaction
    ) throws {
        self.trace = try LotTraceBody.trace(lot, in: transaction)
        self.stock = try transaction.execute(Self.places(of: lot, variant)).map { row in
            Place(
                location: LocationLabel(
                    id: try row.decode("id"),
                    code: try row.decode("code")
                ),
                warehouse: LocationLabel(
                    id: try row.decode("warehouse"),
                    code: try row.decode("warehouse_code")
                ),
                onHand: try row.decode("on_hand")
            )
        }
        func movements(
            _ direction: LotTrace.Direction,
            _ outside: LocationKind,
            in transaction: borrowing Transaction
        ) throws -> [MovementRecordBody] {
            let rows = try LotMovements(direction, outside: outside, horizon: horizon)
                .latest(RecallLot.maximumDocuments, of: lot, in: transaction)
            return try MovementRecordBody.bodies(of: Array(rows), in: transaction)
        }
        self.origins = try movements(.backward, .supplier, in: transaction)
        self.recipients = try movements(.forward, .customer, in: transaction)
        let pending = try transaction.execute(Self.pending(of: variant))
        self.reservations = try ReservationBody.bodies(of: Array(pending), in: transaction)
        self.knownAt = horizon
    }

    /// The movements that it names.
    var movements: [ID<Movement>] { (self.origins + self.recipients).map(\.movement.id) }

    private static func places(of lot: ID<Lot>, _ variant: ID<Variant>) -> SQL {
        """
        SELECT location.id, location.code, location.warehouse, root.code AS warehouse_code,
            balance.on_hand
        FROM balance
        JOIN location ON location.id = balance.location
        JOIN location AS root ON root.id = location.warehouse
        WHERE balance.variant = \(variant) AND balance.lot = \(lot) AND balance.on_hand <> 0
        ORDER BY root.code COLLATE "C", location.code COLLATE "C"
        """
    }

    private static func pending(of variant: ID<Variant>) -> SQL {
        """
        SELECT reservation.*
        FROM reservation
        WHERE reservation.state = 'pending' AND reservation.id IN (
            SELECT line.reservation FROM reservation_line AS line
            WHERE line.variant = \(variant) AND line.consumed + line.released < line.reserved
        )
        ORDER BY reservation.created_at, reservation.id
        LIMIT \(RecallLot.maximumDocuments)
        """
    }
}
