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

    static func insert(_ rows: Rows, into state: inout LedgerState) throws {
        for row in rows {
            let kind: String = try row.decode("kind")
            guard let kind = LocationKind(rawValue: kind) else { throw UnreadableRow(kind) }
            state.insert(
                StockLocation(
                    id: try row.decode("id"),
                    code: try row.decode("code"),
                    kind: kind,
                    warehouse: try row.decode("warehouse"),
                    isActive: try row.decode("status", as: String.self)
                        == ActiveStatus.active.rawValue
                )
            )
        }
    }
}

/// A column holds a word that this build does not know: a newer one has written it.
struct UnreadableRow: Error {
    let word: String

    init(_ word: String) {
        self.word = word
    }
}
