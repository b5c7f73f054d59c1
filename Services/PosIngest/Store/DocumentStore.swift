import Contracts
import Kernel
import Postgres

/// The table `document`: which message a business key belongs to, for ever.
enum DocumentStore {
    /// Compared and ordered by bytes, as the columns are.
    struct Key: Hashable, Comparable, Sendable {
        @Verbatim private(set) var source: String
        @Verbatim private(set) var document: String

        static func < (left: Key, right: Key) -> Bool {
            (left._source, left._document) < (right._source, right._document)
        }
    }

    struct Owner: Sendable {
        let message: ID<PosMessage>
        let fingerprint: [UInt8]
    }

    /// Claims keys, each at most once in the list, and tells who owns each of them now.
    ///
    /// Waits for a transaction that is claiming the same key. Rows are written in key order, so
    /// that two batches cannot deadlock.
    static func claim(
        _ claims: [(key: Key, owner: Owner)],
        in transaction: borrowing Transaction
    ) throws -> [Key: Owner] {
        guard !claims.isEmpty else { return [:] }
        let sorted = claims.sorted { $0.key < $1.key }
        let sources = sorted.map(\.key.source)
        let documents = sorted.map(\.key.document)
        try transaction.execute(
            """
            INSERT INTO document (source, document, message, fingerprint)
            SELECT * FROM unnest(
                \(sources), \(documents), \(sorted.map(\.owner.message)),
                \(sorted.map(\.owner.fingerprint))
            )
            ON CONFLICT DO NOTHING
            """
        )
        let rows = try transaction.execute(
            """
            SELECT d.source, d.document, d.message, d.fingerprint
            FROM document d
            JOIN unnest(\(sources), \(documents)) AS wanted (source, document)
                ON d.source = wanted.source AND d.document = wanted.document
            """
        )
        var owners: [Key: Owner] = [:]
        for row in rows {
            let key = Key(source: try row.decode("source"), document: try row.decode("document"))
            owners[key] = Owner(
                message: try row.decode("message"),
                fingerprint: try row.decode("fingerprint")
            )
        }
        return owners
    }
}
