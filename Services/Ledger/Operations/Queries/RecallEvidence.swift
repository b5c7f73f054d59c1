import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Where a lot is, came from and went.
///
/// It names the latest movements and says how many there are of all, so that nobody takes a part for the
/// whole.
struct RecallEvidence: Encodable, Sendable {
    /// Documents of each kind in one part.
    static let maximumDocuments = 200
    static let maximumInspections = 20

    let trace: LotTraceBody
    /// Where it is now, place by place.
    let stock: [Place]
    /// The latest of the movements from suppliers, of the lot and what it was made of.
    let origins: [MovementRecordBody]
    /// The latest of the movements to customers and back, of the lot and what was made of it.
    let recipients: [MovementRecordBody]
    /// Pending reservations of the variant, which may have counted on it; the oldest first.
    let reservations: [ReservationBody]
    /// The latest of what was found out about its quality.
    let inspections: [InspectionBody]
    let totals: Totals
    /// What was recorded by then is in the evidence.
    let knownAt: Timestamp
    /// After which movement the next part goes on; `nil` where this is the last one.
    let end: JournalPosition?

    private enum CodingKeys: String, CodingKey {
        case trace, stock, origins, recipients, reservations, inspections, totals, knownAt
    }

    struct Place: Codable, Sendable {
        let location: LocationLabel
        let warehouse: LocationLabel
        let onHand: Quantity
    }

    /// How many there are in all parts together.
    struct Totals: Encodable, Sendable {
        let origins: Int64
        let recipients: Int64
        let reservations: Int64
        let inspections: Int64
        /// When the first of it left for a customer.
        let firstSoldAt: Timestamp?
        let lastSoldAt: Timestamp?
    }

    /// - Parameter position: Where the part before this one ended.
    init(
        _ lot: ID<Lot>,
        of variant: ID<Variant>,
        until horizon: Timestamp,
        after position: JournalPosition? = nil,
        in transaction: borrowing Transaction
    ) throws {
        self.trace = try LotTraceBody.trace(lot, in: transaction)
        self.stock = try transaction.execute(Place.all(of: lot, variant)).map(Place.init)
        let backward = try LotMovements(.origins, of: .lot(lot), until: horizon, in: transaction)
        let forward = try LotMovements(.recipients, of: .lot(lot), until: horizon, in: transaction)
        let origins = try Part(of: backward, after: position, in: transaction)
        let recipients = try Part(of: forward, after: position, in: transaction)
        self.origins = origins.movements
        self.recipients = recipients.movements
        // The list that reaches less far back decides, so that nothing is left out of either.
        self.end = [origins.end, recipients.end].compactMap(\.self).max()
        let pending = try transaction.execute(Self.pending(of: variant))
        self.reservations = try ReservationBody.bodies(of: Array(pending), in: transaction)
        let inspected: SQL = "inspection.lot = \(lot)"
        self.inspections = try transaction.execute(
            InspectionBody.statement(where: inspected) + " LIMIT \(Self.maximumInspections)"
        ).map { try InspectionBody($0) }
        let sold = try forward.summary(in: transaction)
        self.totals = Totals(
            origins: try backward.summary(in: transaction).count,
            recipients: sold.count,
            reservations: try pending.first?.decode("total") ?? 0,
            inspections: try transaction.execute(
                "SELECT count(*) FROM inspection WHERE \(fragment: inspected)"
            )[0].decode("count"),
            firstSoldAt: sold.firstLeftAt,
            lastSoldAt: sold.lastLeftAt
        )
        self.knownAt = horizon
    }

    /// The movements that it names.
    var movements: [ID<Movement>] { (self.origins + self.recipients).map(\.movement.id) }

    private static func pending(of variant: ID<Variant>) -> SQL {
        """
        SELECT reservation.*, count(*) OVER () AS total
        FROM reservation
        WHERE reservation.state = 'pending' AND reservation.id IN (
            SELECT line.reservation FROM reservation_line AS line
            WHERE line.variant = \(variant) AND line.consumed + line.released < line.reserved
        )
        ORDER BY reservation.created_at, reservation.id
        LIMIT \(Self.maximumDocuments)
        """
    }

    /// As many movements of a kind as one part names.
    private struct Part {
        let movements: [MovementRecordBody]
        /// The last one; `nil` where there are no more.
        let end: JournalPosition?

        init(
            of all: LotMovements,
            after position: JournalPosition?,
            in transaction: borrowing Transaction
        ) throws {
            let limit = RecallEvidence.maximumDocuments
            let rows = try all.latest(limit + 1, after: position, in: transaction)
            let part = Array(rows.prefix(limit))
            self.movements = try MovementRecordBody.bodies(of: part, in: transaction)
            self.end = rows.count > limit ? try part.last.map { try JournalPosition($0) } : nil
        }
    }
}

extension RecallEvidence.Place {
    fileprivate init(_ row: Row) throws {
        self.location = LocationLabel(id: try row.decode("id"), code: try row.decode("code"))
        self.warehouse = LocationLabel(
            id: try row.decode("warehouse"),
            code: try row.decode("warehouse_code")
        )
        self.onHand = try row.decode("on_hand")
    }

    fileprivate static func all(of lot: ID<Lot>, _ variant: ID<Variant>) -> SQL {
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
}
