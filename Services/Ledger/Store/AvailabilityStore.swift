import Contracts
import Kernel
import LedgerDomain
import Postgres

/// The `availability` table: the locks under which stock changes.
enum AvailabilityStore {
    /// Locks rows in key order, and returns those that exist.
    static func lock(_ keys: [Availability.Key]) -> SQL {
        """
        SELECT availability.variant, availability.warehouse, on_hand, reserved, reservations,
            is_oversold, version
        FROM unnest(\(keys.map(\.variant)), \(keys.map(\.warehouse)))
            AS wanted (variant, warehouse)
        JOIN availability USING (variant, warehouse)
        ORDER BY availability.variant, availability.warehouse
        FOR UPDATE OF availability
        """
    }

    /// Keeps others from creating rows that do not exist yet, until the transaction ends.
    ///
    /// A row cannot be locked before it is there, and creating it only to refuse the command would
    /// leave it behind.
    static func reserveNames(_ keys: [Availability.Key]) -> SQL {
        """
        SELECT pg_advisory_xact_lock(name)
        FROM (
            SELECT hashtextextended(variant::text || warehouse::text, 0) AS name
            FROM unnest(\(keys.map(\.variant)), \(keys.map(\.warehouse)))
                AS wanted (variant, warehouse)
            ORDER BY name
        ) AS names
        """
    }

    /// Takes rows in, and returns their keys.
    static func insert(
        _ rows: Rows,
        into state: inout LedgerState
    ) throws -> Set<Availability.Key> {
        var keys = Set<Availability.Key>(minimumCapacity: rows.count)
        for row in rows {
            let key = Availability.Key(
                variant: try row.decode("variant"),
                warehouse: try row.decode("warehouse")
            )
            state.insert(
                Availability(
                    key: key,
                    onHand: try row.decode("on_hand"),
                    reserved: try row.decode("reserved"),
                    reservations: Int(try row.decode("reservations", as: Int32.self)),
                    isOversold: try row.decode("is_oversold"),
                    version: try row.decode("version")
                )
            )
            keys.insert(key)
        }
        return keys
    }

    /// Changes as many rows as there are availabilities, unless one is older than what is there.
    static func save(_ availabilities: [Availability]) -> SQL {
        """
        INSERT INTO availability (
            variant, warehouse, on_hand, reserved, reservations, is_oversold, version
        )
        SELECT
            unnest(\(availabilities.map(\.key.variant))),
            unnest(\(availabilities.map(\.key.warehouse))),
            unnest(\(availabilities.map(\.onHand))),
            unnest(\(availabilities.map(\.reserved))),
            unnest(\(availabilities.map { Int32(clamping: $0.reservations) })),
            unnest(\(availabilities.map(\.isOversold))),
            unnest(\(availabilities.map(\.version)))
        ON CONFLICT (variant, warehouse) DO UPDATE
        SET on_hand = excluded.on_hand,
            reserved = excluded.reserved,
            reservations = excluded.reservations,
            is_oversold = excluded.is_oversold,
            version = excluded.version
        WHERE availability.version < excluded.version
        """
    }
}
