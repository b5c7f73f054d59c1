import Contracts
import FoundationEssentials
import Kernel
import Messaging
import Postgres

extension LocationStore {
    static func record(
        _ id: ID<Location>,
        in transaction: borrowing Transaction
    ) throws -> LocationRecord? {
        try transaction.execute("SELECT * FROM location WHERE id = \(id)").first
            .map { try LocationRecord($0) }
    }

    /// Selects the location that a client calls by identifier or code; NULL where there is none.
    ///
    /// The code of a handling unit means the place that it is now.
    static func id(named name: String) -> SQL {
        """
        SELECT coalesce(
            (SELECT location FROM handling_unit WHERE code = \(name)),
            (SELECT id FROM location WHERE code = \(name) OR id = \(ID<Location>(name)))
        )
        """
    }

    /// The location that a client calls by identifier or code.
    static func record(
        named name: String,
        in transaction: borrowing Transaction
    ) throws -> LocationRecord? {
        try transaction.execute(
            "SELECT * FROM location WHERE id = (\(fragment: self.id(named: name)))"
        ).first.map { try LocationRecord($0) }
    }

    /// Whether anything is, or is owed, at a location or below it.
    static func holdsStock(
        _ id: ID<Location>,
        in transaction: borrowing Transaction
    ) throws -> Bool {
        try !transaction.execute(
            """
            SELECT
            FROM location
            JOIN balance ON balance.location = location.id AND balance.on_hand <> 0
            WHERE location.path @> ARRAY[\(id)]
            LIMIT 1
            """
        ).isEmpty
    }

    /// Whether a location has parts that are open.
    static func hasOpenParts(
        _ id: ID<Location>,
        in transaction: borrowing Transaction
    ) throws -> Bool {
        try !transaction.execute(
            "SELECT FROM location WHERE parent = \(id) AND status = 'active' LIMIT 1"
        ).isEmpty
    }

    /// How many levels a location and what lies below it make up; 1 for one without parts.
    static func height(
        of location: LocationRecord,
        in transaction: borrowing Transaction
    ) throws -> Int {
        let rows = try transaction.execute(
            """
            SELECT coalesce(max(cardinality(path)), 0) AS depth
            FROM location
            WHERE path @> ARRAY[\(location.id)]
            """
        )
        return Int(try rows[0].decode("depth", as: Int32.self)) - location.path.count + 1
    }

    /// Puts everything below a location where its new path leads, and returns what changed.
    static func rebase(
        below location: LocationRecord,
        from former: [ID<Location>],
        in transaction: borrowing Transaction
    ) throws -> [LocationRecord] {
        try transaction.execute(
            """
            UPDATE location
            SET path = \(location.path) || path[\(Int32(former.count + 1)):],
                version = version + 1,
                updated_at = clock_timestamp()
            WHERE path @> ARRAY[\(location.id)] AND id <> \(location.id)
            RETURNING *
            """
        ).map { try LocationRecord($0) }
    }
}
