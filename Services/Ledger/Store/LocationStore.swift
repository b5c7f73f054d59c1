import Contracts
import Kernel
import LedgerDomain
import Postgres

/// The `location` table, as decisions need it.
enum LocationStore {
    /// Keeps every location as it is until the transaction ends; any number may do so at once.
    ///
    /// One advisory lock for all: locations change rarely, and a lock on the row of a warehouse
    /// would be one that every sale has to write.
    static let keepOpen: SQL = "SELECT pg_advisory_xact_lock_shared(1819239278, 1)"

    /// Waits until nobody relies on locations staying as they are, for changing one.
    static let change: SQL = "SELECT pg_advisory_xact_lock(1819239278, 1)"

    /// What ``insert(_:into:)`` reads.
    ///
    /// The distance of a unit is that of what it stands in.
    static let columns: SQL = """
        location.id, location.code, location.kind, location.warehouse, location.status,
        location.path,
        CASE WHEN location.kind <> 'unit' THEN \(fragment: Self.distance(of: "location")) ELSE (
            SELECT \(fragment: Self.distance(of: "outer_location"))
            FROM location AS outer_location
            WHERE outer_location.id = ANY (location.path)
                AND jsonb_typeof(outer_location.attributes -> 'distanceToPacking') = 'number'
            ORDER BY cardinality(outer_location.path) DESC
            LIMIT 1
        ) END AS distance,
        CASE WHEN location.kind = 'unit' THEN (
            SELECT unit.code FROM handling_unit AS unit WHERE unit.location = location.id
        ) END AS unit_code
        """

    /// An attribute that the company may use, so any text may be there, and any number.
    private static func distance(of table: String) -> SQL {
        """
        CASE WHEN jsonb_typeof(\(identifier: table).attributes -> 'distanceToPacking') = 'number'
            THEN round(least(greatest(
                (\(identifier: table).attributes ->> 'distanceToPacking')::numeric, 0
            ), 1000000000))::bigint
        END
        """
    }

    /// Locations by identifier or code, and always the virtual ones; by the code of a handling unit
    /// also the place that it is now.
    static func named(_ ids: [ID<Location>], codes: [String]) -> SQL {
        """
        SELECT \(fragment: Self.columns)
        FROM location
        WHERE id = ANY (\(ids)) OR code = ANY (\(codes))
            OR id = ANY (ARRAY(SELECT location FROM handling_unit WHERE code = ANY (\(codes))))
            OR kind IN ('supplier', 'customer', 'adjustment', 'scrap', 'production', 'transit')
        """
    }

    /// The roots of all trees: the warehouses and what is between them.
    static let roots: SQL = """
        SELECT \(fragment: Self.columns)
        FROM location
        WHERE warehouse = id
        """

    /// The places where something of lots is.
    static func holding(_ lots: [StockLot.Name]) -> SQL {
        """
        SELECT DISTINCT \(fragment: Self.columns)
        FROM \(fragment: BalanceStore.those(of: lots))
        JOIN location ON location.id = balance.location
        """
    }

    /// The places in trees where something of variants is.
    static func holding(_ trees: [StockTree]) -> SQL {
        """
        SELECT DISTINCT \(fragment: Self.columns)
        FROM \(fragment: BalanceStore.those(in: trees))
        """
    }

    static func insert(_ rows: Rows, into state: inout LedgerState) throws {
        for row in rows {
            state.insert(
                StockLocation(
                    id: try row.decode("id"),
                    code: try row.decode("code"),
                    kind: try row.word("kind"),
                    warehouse: try row.decode("warehouse"),
                    isActive: try row.word("status", as: ActiveStatus.self) == .active,
                    path: try row.decode("path"),
                    distance: try row.decode("distance"),
                    unitCode: try row.decode("unit_code")
                )
            )
        }
    }
}
