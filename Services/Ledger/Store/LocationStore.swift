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

    /// Locations by identifier or code, and always the virtual ones.
    static func named(_ ids: [ID<Location>], codes: [String]) -> SQL {
        """
        SELECT id, code, kind, warehouse, status
        FROM location
        WHERE id = ANY (\(ids)) OR code = ANY (\(codes))
            OR kind IN ('supplier', 'customer', 'adjustment', 'scrap', 'production', 'transit')
        """
    }

    /// The roots of all trees: the warehouses and what is between them.
    static let roots: SQL = """
        SELECT id, code, kind, warehouse, status
        FROM location
        WHERE warehouse = id
        """

    /// The places where something of lots is.
    static func holding(_ lots: [StockLot.Name]) -> SQL {
        """
        SELECT DISTINCT location.id, location.code, location.kind, location.warehouse,
            location.status
        FROM \(fragment: BalanceStore.those(of: lots))
        JOIN location ON location.id = balance.location
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
                    isActive: try row.decode("status", as: String.self)
                        == ActiveStatus.active.rawValue
                )
            )
        }
    }
}
