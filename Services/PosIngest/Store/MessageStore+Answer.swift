import Contracts
import Kernel
import PosIngestDomain
import Postgres

extension MessageStore {
    /// A document that is in the book of the ledger.
    struct Application {
        let key: DocumentStore.Key
        let entry: ID<Entry>
        let recordedAt: Timestamp
    }

    /// Notes the entries of messages that waited for them; does nothing for entries of others.
    ///
    /// - Returns: Parked voids that cancel one of the documents, the oldest first, locked.
    static func markApplied(
        _ applications: [Application],
        in transaction: borrowing Transaction
    ) throws -> [MessageRecord] {
        let sources = applications.map(\.key.source)
        let documents = applications.map(\.key.document)
        let results = try transaction.pipeline([
            self.marking(applications),
            """
            SELECT \(fragment: self.columns) FROM message
            WHERE status = 'parked' AND original_document IS NOT NULL
                AND (source, original_document) IN (
                    SELECT * FROM unnest(\(sources), \(documents))
                )
                AND reason = \(ParkReason.unknownOriginal.rawValue)
            ORDER BY id
            LIMIT \(self.voidLimit * applications.count)
            FOR UPDATE SKIP LOCKED
            """,
        ])
        return try results[1].map(self.record)
    }

    static func marking(_ applications: [Application]) -> SQL {
        // The state is disguised: by the index of pending messages a planner that saw few of them
        // would read all of them for ever.
        """
        UPDATE message
        SET status = 'applied', entry = answer.entry, applied_at = answer.recorded_at,
            version = version + 1
        FROM unnest(
            \(applications.map(\.key.source)), \(applications.map(\.key.document)),
            \(applications.map(\.entry)), \(applications.map(\.recordedAt))
        ) AS answer (source, document, entry, recorded_at)
        WHERE message.source = answer.source AND message.document = answer.document
            AND coalesce(message.status, '') = 'pending'
        """
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
