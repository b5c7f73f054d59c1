import Contracts
import Messaging
import Postgres

/// Keeps what the catalog tells of a category, unless something newer is known.
struct CategoryChangedHandler: MessageHandler {
    static let name = "ledger.category-changed"

    func handle(
        _ message: CategoryChanged,
        context: MessageContext,
        in transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO category (id, name, parent, path, version)
            VALUES (
                \(message.categoryId), \(message.name), \(message.parentId), \(message.path),
                \(message.version)
            )
            ON CONFLICT (id) DO UPDATE
            SET name = excluded.name,
                parent = excluded.parent,
                path = excluded.path,
                is_deleted = false,
                version = excluded.version
            WHERE category.version < excluded.version
            """
        )
    }
}

/// Forgets a category that the catalog deleted.
struct CategoryDeletedHandler: MessageHandler {
    static let name = "ledger.category-deleted"

    func handle(
        _ message: CategoryDeleted,
        context: MessageContext,
        in transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO category (id, name, path, is_deleted, version)
            VALUES (
                \(message.categoryId), '', ARRAY[\(message.categoryId)], true, \(message.version)
            )
            ON CONFLICT (id) DO UPDATE
            SET is_deleted = true, version = excluded.version
            WHERE category.version < excluded.version
            """
        )
    }
}
