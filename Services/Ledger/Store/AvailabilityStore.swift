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
            withheld, is_short, version, availability.ctid AS address
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

    /// Takes rows in, and returns where they lie.
    static func insert(
        _ rows: Rows,
        into state: inout LedgerState
    ) throws -> [Availability.Key: RowAddress] {
        var addresses: [Availability.Key: RowAddress] = [:]
        addresses.reserveCapacity(rows.count)
        state.reserveCapacity(availabilities: rows.count)
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
                    withheld: try row.decode("withheld"),
                    isShort: try row.decode("is_short"),
                    version: try row.decode("version")
                )
            )
            addresses[key] = try row.decode("address")
        }
        return addresses
    }

    /// Changes rows that are locked, unless one is older than what is there.
    ///
    /// Of a condition that says nothing the planner expects a third to be left: few enough to go to
    /// each by its address, however small the table.
    static func update(_ rows: [(level: Availability, address: RowAddress)]) -> SQL {
        """
        UPDATE availability
        SET on_hand = new.on_hand,
            reserved = new.reserved,
            reservations = new.reservations,
            withheld = new.withheld,
            is_short = new.is_short,
            version = new.version
        FROM (
            SELECT
                unnest(\(rows.map(\.address))) AS address,
                unnest(\(rows.map(\.level.key.variant))) AS variant,
                unnest(\(rows.map(\.level.key.warehouse))) AS warehouse,
                unnest(\(rows.map(\.level.onHand))) AS on_hand,
                unnest(\(rows.map(\.level.reserved))) AS reserved,
                unnest(\(rows.map { Int32(clamping: $0.level.reservations) }))
                    AS reservations,
                unnest(\(rows.map(\.level.withheld))) AS withheld,
                unnest(\(rows.map(\.level.isShort))) AS is_short,
                unnest(\(rows.map(\.level.version))) AS version
        ) AS new
        WHERE new.version > 0
            AND availability.ctid = new.address
            AND availability.variant = new.variant
            AND availability.warehouse = new.warehouse
            AND availability.version < new.version
        """
    }

    /// Changes as many rows as there are availabilities, unless one is older than what is there.
    static func save(_ availabilities: [Availability]) -> SQL {
        """
        INSERT INTO availability (
            variant, warehouse, on_hand, reserved, reservations, withheld, is_short, version
        )
        SELECT
            unnest(\(availabilities.map(\.key.variant))),
            unnest(\(availabilities.map(\.key.warehouse))),
            unnest(\(availabilities.map(\.onHand))),
            unnest(\(availabilities.map(\.reserved))),
            unnest(\(availabilities.map { Int32(clamping: $0.reservations) })),
            unnest(\(availabilities.map(\.withheld))),
            unnest(\(availabilities.map(\.isShort))),
            unnest(\(availabilities.map(\.version)))
        ON CONFLICT (variant, warehouse) DO UPDATE
        SET on_hand = excluded.on_hand,
            reserved = excluded.reserved,
            reservations = excluded.reservations,
            withheld = excluded.withheld,
            is_short = excluded.is_short,
            version = excluded.version
        WHERE availability.version < excluded.version
        """
    }
}
