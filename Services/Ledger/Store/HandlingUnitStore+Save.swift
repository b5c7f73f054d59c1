import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres

extension HandlingUnitStore {
    /// Writes places of units: new ones, and those that stand elsewhere, are opened or closed.
    ///
    /// - Parameter time: That of the entry which moved their goods: since then they stand there.
    static func save(_ places: [StockLocation], at time: Timestamp) -> SQL {
        """
        INSERT INTO location (
            id, code, name, kind, parent, warehouse, path, status, created_at, updated_at
        )
        SELECT
            place.id, place.code, split_part(place.code, '@', 1), 'unit', place.parent,
            place.warehouse, place.path::uuid[], place.status, \(time), \(time)
        FROM unnest(
            \(places.map(\.id)),
            \(places.map(\.code)),
            \(places.map { $0.path.dropLast().last }),
            \(places.map(\.warehouse)),
            \(places.map { "{\($0.path.map(\.description).joined(separator: ","))}" }),
            \(places.map { $0.isActive ? "active" : "retired" })
        ) AS place (id, code, parent, warehouse, path, status)
        ON CONFLICT (id) DO UPDATE
        SET parent = excluded.parent,
            path = excluded.path,
            status = excluded.status,
            version = location.version + 1,
            updated_at = excluded.updated_at
        RETURNING *
        """
    }

    /// What is told of places once they are written.
    static func facts(of rows: [Row]) throws -> [OutboxMessage] {
        try rows.map { row in
            let record = try LocationRecord(row)
            return try OutboxMessage(
                record.fact,
                subject: record.id.description,
                version: record.version
            )
        }
    }

    static func add(_ unit: StockHandlingUnit) -> SQL {
        """
        INSERT INTO handling_unit (
            id, code, type, location, note, actor_kind, actor_id, actor_name, created_at,
            updated_at
        )
        VALUES (
            \(unit.id), \(unit.code), \(unit.type.rawValue), \(unit.place), \(unit.note),
            \(unit.actor.kind.rawValue), \(unit.actor.id), \(unit.actor.name), \(unit.createdAt),
            \(unit.createdAt)
        )
        """
    }

    /// Writes what became of units; leaves alone those that somebody else changed.
    static func update(_ units: [StockHandlingUnit], at time: Timestamp) -> SQL {
        """
        UPDATE handling_unit
        SET status = new.status,
            location = new.location,
            stood_in = new.stood_in,
            version = new.version,
            updated_at = \(time)
        FROM unnest(
            \(units.map(\.id)),
            \(units.map(\.status.rawValue)),
            \(units.map(\.place)),
            \(units.map(\.stoodIn)),
            \(units.map(\.version))
        ) AS new (id, status, location, stood_in, version)
        WHERE handling_unit.id = new.id AND handling_unit.version < new.version
        """
    }

    /// Writes which places units are, beside those that they were.
    static func savePlaces(of units: [StockHandlingUnit]) -> SQL {
        let places = units.flatMap { unit in unit.places.map { (unit.id, $0, $1) } }
        return """
            INSERT INTO handling_unit_place (handling_unit, warehouse, location)
            SELECT *
            FROM unnest(\(places.map(\.0)), \(places.map(\.1)), \(places.map(\.2)))
            ON CONFLICT (handling_unit, warehouse) DO NOTHING
            """
    }

    /// Remembers what became of units.
    static func remember(_ changes: [HandlingUnitChange], at time: Timestamp) -> SQL {
        """
        INSERT INTO handling_unit_change (
            handling_unit, version, action, status, from_location, to_location, entry, note,
            actor_kind, actor_id, actor_name, recorded_at
        )
        SELECT *, \(time)
        FROM unnest(
            \(changes.map(\.unit.id)),
            \(changes.map(\.unit.version)),
            \(changes.map(\.action.rawValue)),
            \(changes.map(\.unit.status.rawValue)),
            \(changes.map(\.from)),
            \(changes.map(\.to)),
            \(changes.map(\.entry)),
            \(changes.map(\.note)),
            \(changes.map(\.actor.kind.rawValue)),
            \(changes.map(\.actor.id)),
            \(changes.map(\.actor.name))
        )
        """
    }

    /// The next serial number under a prefix, which nobody else gets.
    ///
    /// - Parameter first: It is no less than this.
    static func nextSerial(
        of prefix: String,
        from first: Int64,
        in transaction: borrowing Transaction
    ) throws -> Int64 {
        let rows = try transaction.execute(
            """
            INSERT INTO handling_unit_serial AS known (prefix, last)
            VALUES (\(prefix), \(first))
            ON CONFLICT (prefix) DO UPDATE SET last = greatest(known.last + 1, excluded.last)
            RETURNING last
            """
        )
        return try rows[0].decode("last")
    }

    /// The highest code that any location has from one to another, both included.
    static func highestCode(
        _ range: ClosedRange<String>,
        in transaction: borrowing Transaction
    ) throws -> String? {
        try transaction.execute(
            """
            SELECT code
            FROM location
            WHERE code BETWEEN \(range.lowerBound) AND \(range.upperBound)
                AND code ~ '^[0-9]{18}$'
            ORDER BY code DESC
            LIMIT 1
            """
        ).first?.decode("code")
    }
}
