import Contracts
import Kernel
import Messaging
import Postgres

/// The `drift` table: what was found to be wrong, and put right.
enum DriftStore {
    /// Enters drifts and tells of each.
    static func enter(_ drifts: [FoundDrift], in transaction: borrowing Transaction) throws {
        guard !drifts.isEmpty else { return }
        let ids = drifts.map { _ in ID<Drift>.make() }
        let rows = try transaction.execute(
            """
            INSERT INTO drift (
                id, field, variant, location, lot, subject, day, expected, found, found_at
            )
            SELECT
                unnest(\(ids)),
                unnest(\(drifts.map(\.field.rawValue))),
                unnest(\(drifts.map(\.variant))),
                unnest(\(drifts.map(\.location))),
                unnest(\(drifts.map(\.lot))),
                unnest(\(drifts.map(\.subject))),
                unnest(\(drifts.map(\.day))),
                unnest(\(drifts.map(\.expectedUnits))),
                unnest(\(drifts.map(\.foundUnits))),
                clock_timestamp()
            RETURNING found_at
            """
        )
        let foundAt: Timestamp = try rows[0].decode("found_at")
        let facts = zip(ids, drifts).map { DriftFound($1, id: $0, foundAt: foundAt) }
        try Outbox.append(
            try facts.map { fact in
                try OutboxMessage(fact, subject: fact.variantId.description, cause: nil)
            },
            in: transaction
        )
    }

    /// Fields that tell of what goods are worth.
    private static let costs: [DriftField] = [.value, .valueAudit, .costed, .layers]

    /// The latest first, with what they concern by name.
    static func drifts(
        withCosts: Bool,
        before place: (Timestamp, ID<Drift>)?,
        limit: Int
    ) -> SQL {
        var conditions: [SQL] = []
        if let place { conditions.append("(drift.found_at, drift.id) < (\(place.0), \(place.1))") }
        if !withCosts {
            conditions.append("drift.field <> ALL (\(Self.costs.map(\.rawValue)))")
        }
        return """
            SELECT drift.*, variant.sku, location.code, lot.code AS lot_code, lot.expires_on
            FROM drift
            LEFT JOIN variant ON variant.id = drift.variant
            LEFT JOIN location ON location.id = drift.location
            LEFT JOIN lot ON lot.id = drift.lot
            WHERE \(fragment: .all(conditions))
            ORDER BY drift.found_at DESC, drift.id DESC
            LIMIT \(limit)
            """
    }
}

extension DriftFound {
    init(_ drift: FoundDrift, id: ID<Drift>, foundAt: Timestamp) {
        self.init(
            driftId: id,
            field: drift.field,
            variantId: drift.variant,
            locationId: drift.location,
            lotId: drift.lot,
            subjectId: drift.subject,
            day: drift.day,
            expected: drift.expected,
            found: drift.found,
            foundAt: foundAt
        )
    }
}
