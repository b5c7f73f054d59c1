import CatalogDomain
import Contracts
import FoundationEssentials
import Kernel
import Postgres

/// The `tombstone` table.
enum TombstoneStore {
    static func insert(
        _ id: UUID,
        name: String,
        version: Int64,
        in transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO tombstone (id, name, version)
            VALUES (\(id), \(name), \(version))
            """
        )
    }

    /// - Throws: ``CatalogError/taken(_:)`` where the identifier belonged to something deleted.
    static func refuse(_ id: UUID, in transaction: borrowing Transaction) throws {
        let rows = try transaction.execute("SELECT 1 FROM tombstone WHERE id = \(id)")
        guard rows.isEmpty else {
            let message = "the identifier belonged to something that was deleted"
            throw CatalogError.taken([
                FieldError(pointer: "/id", rule: "already-exists", message: message)
            ])
        }
    }

    /// Notes that the ledger used something that was being deleted at the same moment.
    ///
    /// - Returns: Whether there is such a row.
    static func noteUse(
        of id: UUID,
        at time: Timestamp,
        in transaction: borrowing Transaction
    ) throws -> Bool {
        let rows = try transaction.execute(
            "UPDATE tombstone SET used_at = coalesce(used_at, \(time)) WHERE id = \(id)"
        )
        return rows.affectedCount > 0
    }
}
