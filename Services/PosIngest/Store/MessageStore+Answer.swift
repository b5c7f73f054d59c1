import Contracts
import Kernel
import Postgres

extension MessageStore {
    /// Notes the entry of a message that waited for it; does nothing for entries of others.
    static func markApplied(
        _ key: DocumentStore.Key,
        entry: ID<Entry>,
        at time: Timestamp,
        in transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            """
            UPDATE message
            SET status = 'applied', entry = \(entry), applied_at = \(time), version = version + 1
            WHERE source = \(key.source) AND document = \(key.document) AND status = 'pending'
            """
        )
    }

    /// The message of a document that waits for the ledger, locked.
    static func lockPending(
        _ key: DocumentStore.Key,
        in transaction: borrowing Transaction
    ) throws -> MessageRecord? {
        try transaction.execute(
            """
            SELECT \(fragment: self.columns) FROM message
            WHERE source = \(key.source) AND document = \(key.document) AND status = 'pending'
            FOR UPDATE
            """
        ).first.map(self.record)
    }
}
