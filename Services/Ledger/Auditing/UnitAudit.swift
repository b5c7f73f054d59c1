import Contracts
import Kernel
import LedgerDomain
import Postgres

/// Compares where units are with where the movements that name them have brought them.
enum UnitAudit {
    /// A unit that is kept at another place than it went to.
    struct Difference: Sendable {
        let serial: ID<Serial>
        let variant: ID<Variant>
        let place: ID<Location>
    }

    /// Those of the units that are not where they went last; one of which that does not follow from the
    /// journal is left out.
    ///
    /// It is one statement, and so sees units and movements as they were at one moment.
    static func differences(
        among ids: [ID<Serial>],
        in transaction: borrowing Transaction
    ) throws -> [Difference] {
        let rows = try transaction.execute(self.journeys(of: ids))
        var differences: [Difference] = []
        for unit in try rows.chunks(by: { try $0.decode("id", as: ID<Serial>.self) }) {
            guard let row = unit.first else { continue }
            var journey = UnitJourney()
            for moment in try unit.chunks(by: { try $0.decode("recorded_at", as: Timestamp.self) })
            {
                journey.go(try moment.map { try UnitJourney.Step($0) })
            }
            let kept: ID<Location> = try row.decode("location")
            guard let place = journey.place, place.location != kept else { continue }
            differences.append(
                Difference(
                    serial: try row.decode("id"),
                    variant: try row.decode("variant"),
                    place: place.location
                )
            )
        }
        return differences
    }

    /// The same of all units of a variant, some at a time; they stay locked until the transaction ends.
    static func repair(
        of variant: ID<Variant>,
        in transaction: borrowing Transaction
    ) throws -> [FoundDrift] {
        let ids: [ID<Serial>] = try transaction.execute(
            "SELECT id FROM serial WHERE variant = \(variant) ORDER BY id"
        ).map { try $0.decode("id") }
        return try stride(from: 0, to: ids.count, by: self.unitsAtOnce).flatMap { start in
            let part = Array(ids[start..<min(start + self.unitsAtOnce, ids.count)])
            let wrong = try self.differences(among: part, in: transaction).map(\.serial)
            return wrong.isEmpty ? [] : try self.repair(wrong.sorted(), in: transaction)
        }
    }

    private static let unitsAtOnce = 500

    private static func journeys(of ids: [ID<Serial>]) -> SQL {
        """
        SELECT serial.id, serial.variant, serial.location, movement.recorded_at, entry.kind,
            origin.id AS from_location, origin.warehouse IS NOT NULL AS from_stock,
            goal.id AS to_location, goal.warehouse IS NOT NULL AS to_stock
        FROM serial
        JOIN movement ON movement.serial = serial.id
        JOIN entry ON entry.id = movement.entry
        JOIN location AS origin ON origin.id = movement.from_location
        JOIN location AS goal ON goal.id = movement.to_location
        WHERE serial.id = ANY (\(ids))
        ORDER BY serial.id, movement.recorded_at, movement.id
        """
    }

    /// Puts units where they went last.
    static func put(_ differences: [Difference]) -> SQL {
        """
        UPDATE serial
        SET location = moved.location
        FROM unnest(\(differences.map(\.serial)), \(differences.map(\.place)))
            AS moved (id, location)
        WHERE serial.id = moved.id
        """
    }

    /// Puts units where they went last, and enters what was wrong.
    ///
    /// Under the locks of those who move them; it takes no others.
    static func repair(
        _ ids: [ID<Serial>],
        in transaction: borrowing Transaction
    ) throws -> [FoundDrift] {
        try transaction.execute(
            "SELECT FROM serial WHERE id = ANY (\(ids)) ORDER BY id FOR UPDATE"
        )
        let differences = try self.differences(among: ids, in: transaction)
        guard !differences.isEmpty else { return [] }
        try transaction.execute(self.put(differences))
        let drifts = differences.map { FoundDrift($0) }
        try DriftStore.enter(drifts, in: transaction)
        return drifts
    }
}

extension FoundDrift {
    /// One unit was to be there, and none was.
    fileprivate init(_ difference: UnitAudit.Difference) {
        self.init(
            .serial,
            of: difference.variant,
            at: difference.place,
            subject: ID(difference.serial.rawValue),
            expected: 10_000,
            found: 0
        )
    }
}

extension UnitJourney.Step {
    fileprivate init(_ row: Row) throws {
        self.init(
            try row.word("kind"),
            from: UnitJourney.Place(
                try row.decode("from_location"),
                keepsBalances: try row.decode("from_stock")
            ),
            to: UnitJourney.Place(
                try row.decode("to_location"),
                keepsBalances: try row.decode("to_stock")
            )
        )
    }
}

extension Sequence<Row> {
    /// Rows that come one after the other and have the same key.
    fileprivate func chunks<Key: Equatable>(by key: (Row) throws -> Key) rethrows -> [[Row]] {
        var chunks: [[Row]] = []
        var last: Key?
        for row in self {
            let next = try key(row)
            if next == last {
                chunks[chunks.endIndex - 1].append(row)
            } else {
                chunks.append([row])
            }
            last = next
        }
        return chunks
    }
}
