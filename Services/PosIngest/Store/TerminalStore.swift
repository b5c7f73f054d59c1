import Contracts
import Kernel
import PosIngestDomain
import Postgres

/// The table `terminal`, and which terminals there are.
enum TerminalStore {
    /// A terminal that numbers its messages.
    struct Record: Sendable {
        let name: String
        let firstSequence: Int64
        let lastSequence: Int64
        /// As far as its numbers have been looked through; `nil` where nobody has looked yet.
        let reviewed: ClosedRange<Int64>?

        /// Whether numbers came outside of what has been looked through.
        var hasNews: Bool { self.reviewed != self.firstSequence...self.lastSequence }
    }

    /// Terminals of one page.
    static let limit = 1_000

    /// Terminals in order of name, after the given one.
    ///
    /// Skips from name to name over the index, however many messages there are.
    static func page(
        of source: String,
        after name: String = "",
        in transaction: borrowing Transaction
    ) throws -> [Record] {
        try transaction.execute(
            """
            WITH RECURSIVE skip (name) AS (
                (SELECT terminal FROM message
                WHERE source = \(source) AND sequence IS NOT NULL AND terminal > \(name)
                ORDER BY terminal
                LIMIT 1)
                UNION ALL
                SELECT (
                    SELECT terminal FROM message
                    WHERE source = \(source) AND sequence IS NOT NULL AND terminal > skip.name
                    ORDER BY terminal
                    LIMIT 1
                )
                FROM skip
                WHERE skip.name IS NOT NULL
            )
            SELECT named.name,
                (SELECT sequence FROM message
                WHERE source = \(source) AND terminal = named.name AND sequence IS NOT NULL
                ORDER BY sequence
                LIMIT 1) AS first_sequence,
                (SELECT sequence FROM message
                WHERE source = \(source) AND terminal = named.name AND sequence IS NOT NULL
                ORDER BY sequence DESC
                LIMIT 1) AS last_sequence,
                terminal.first_sequence AS first_reviewed, terminal.last_sequence AS last_reviewed
            FROM (
                SELECT name FROM skip WHERE name IS NOT NULL LIMIT \(self.limit)
            ) AS named
            LEFT JOIN terminal ON terminal.source = \(source) AND terminal.name = named.name
            ORDER BY named.name
            """
        ).map(self.record)
    }

    /// Reads how far a terminal has been looked through, and keeps others from looking.
    ///
    /// - Parameter first: Where to begin if nobody has.
    static func lock(
        _ name: String,
        of source: String,
        beginningAt first: Int64,
        in transaction: borrowing Transaction
    ) throws -> SequenceReview {
        let results = try transaction.pipeline([
            """
            INSERT INTO terminal (source, name, first_sequence, last_sequence)
            VALUES (\(source), \(name), \(first), \(first))
            ON CONFLICT DO NOTHING
            """,
            """
            SELECT first_sequence, last_sequence FROM terminal
            WHERE source = \(source) AND name = \(name)
            FOR UPDATE
            """,
        ])
        let row = results[1][0]
        let low: Int64 = try row.decode("first_sequence")
        return SequenceReview(low...(try row.decode("last_sequence")))
    }

    static func save(
        _ review: SequenceReview,
        of name: String,
        source: String,
        in transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            """
            UPDATE terminal
            SET first_sequence = \(review.range.lowerBound),
                last_sequence = \(review.range.upperBound)
            WHERE source = \(source) AND name = \(name)
            """
        )
    }

    private static func record(_ row: Row) throws -> Record {
        let low: Int64? = try row.decode("first_reviewed")
        let high: Int64? = try row.decode("last_reviewed")
        return Record(
            name: try row.decode("name"),
            firstSequence: try row.decode("first_sequence"),
            lastSequence: try row.decode("last_sequence"),
            reviewed: low.flatMap { low in high.map { low...$0 } }
        )
    }
}
