import Contracts
import Kernel
import PosIngestDomain
import Postgres

extension MessageStore {
    /// Notes the entry of a message that waited for it; does nothing for entries of others.
    ///
    /// - Returns: Parked voids that cancel the document, the oldest first, locked.
    static func markApplied(
        _ key: DocumentStore.Key,
        entry: ID<Entry>,
        at time: Timestamp,
        in transaction: borrowing Transaction
    ) throws -> [MessageRecord] {
        let results = try transaction.pipeline([
            """
            UPDATE message
            SET status = 'applied', entry = \(entry), applied_at = \(time), version = version + 1
            WHERE source = \(key.source) AND document = \(key.document) AND status = 'pending'
            """,
            """
            SELECT \(fragment: self.columns) FROM message
            WHERE source = \(key.source) AND original_document = \(key.document)
                AND status = 'parked' AND reason = \(ParkReason.unknownOriginal.rawValue)
            ORDER BY id
            LIMIT \(self.voidLimit)
            FOR UPDATE SKIP LOCKED
            """,
        ])
        return try results[1].map(self.record)
    }

    /// Voids of one document that are taken up at once; only the first of them can be right.
    private static let voidLimit = 50

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
