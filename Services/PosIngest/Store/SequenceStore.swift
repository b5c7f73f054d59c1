import Contracts
import Kernel
import PosIngestDomain
import Postgres

/// Finds numbers of terminals that never came, and notes those that were reported.
enum SequenceStore {
    struct Terminal: Sendable {
        let name: String
        let firstSequence: Int64
        let lastSequence: Int64
        let missing: Int64
        let gaps: [SequenceGap]
    }

    /// Gaps that are listed for one terminal; all are counted.
    static let gapLimit = 500
    /// Numbers that are read in one direction at once.
    static let arrivalLimit = 5_000

    /// Each terminal that numbers its messages, with what is missing now.
    static func terminals(
        of source: String,
        in transaction: borrowing Transaction
    ) throws -> [Terminal] {
        let records = try TerminalStore.page(of: source, in: transaction)
        let missing = try self.missing(records, of: source, in: transaction)
        return records.map { record in
            Terminal(
                name: record.name,
                firstSequence: record.firstSequence,
                lastSequence: record.lastSequence,
                missing: missing[record.name]?.count ?? 0,
                gaps: missing[record.name]?.gaps ?? []
            )
        }
    }

    /// Numbers outside of what has been looked through, the nearest first: those above, and below.
    static func arrivals(
        outside range: ClosedRange<Int64>,
        at terminal: String,
        of source: String,
        in transaction: borrowing Transaction
    ) throws -> [[SequenceReview.Arrival]] {
        let results = try transaction.pipeline([
            """
            SELECT sequence, received_at FROM message
            WHERE source = \(source) AND terminal = \(terminal) AND sequence > \(range.upperBound)
            ORDER BY sequence, received_at
            LIMIT \(self.arrivalLimit)
            """,
            """
            SELECT sequence, received_at FROM message
            WHERE source = \(source) AND terminal = \(terminal) AND sequence < \(range.lowerBound)
            ORDER BY sequence DESC, received_at
            LIMIT \(self.arrivalLimit)
            """,
        ])
        return try results.map { rows in
            try rows.map { row in
                SequenceReview.Arrival(
                    sequence: try row.decode("sequence"),
                    receivedAt: try row.decode("received_at")
                )
            }
        }
    }

    /// Notes a gap; `false` where it, or one around it, has been reported before.
    static func report(
        _ gap: SequenceGap,
        of terminal: String,
        source: String,
        in transaction: borrowing Transaction
    ) throws -> Bool {
        try !transaction.execute(
            """
            INSERT INTO gap (source, terminal, first_missing, last_missing)
            SELECT \(source)::text, \(terminal)::text, \(gap.firstMissing), \(gap.lastMissing)
            WHERE NOT EXISTS (
                SELECT FROM gap
                WHERE source = \(source) AND terminal = \(terminal)
                    AND first_missing <= \(gap.firstMissing)
                    AND last_missing >= \(gap.lastMissing)
            )
            ON CONFLICT DO NOTHING
            RETURNING source
            """
        ).isEmpty
    }
}
