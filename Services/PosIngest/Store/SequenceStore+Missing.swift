import Contracts
import Kernel
import PosIngestDomain
import Postgres

extension SequenceStore {
    /// What is missing of the numbers of a terminal.
    struct Missing: Sendable {
        let count: Int64
        /// The first of them.
        var gaps: [SequenceGap]
    }

    /// Numbers that have not come until now, by terminal.
    ///
    /// Reads the numbers that came within reported gaps and outside of what was looked through, and
    /// none of the others.
    static func missing(
        _ terminals: [TerminalStore.Record],
        of source: String,
        in transaction: borrowing Transaction
    ) throws -> [String: Missing] {
        let open = terminals.flatMap(self.unreviewed)
        let rows = try transaction.execute(
            """
            WITH stretch (terminal, low, high) AS (
                SELECT gap.terminal, gap.first_missing - 1, gap.last_missing + 1
                FROM gap
                JOIN terminal ON terminal.source = gap.source AND terminal.name = gap.terminal
                    AND terminal.first_sequence < gap.first_missing
                    AND terminal.last_sequence > gap.last_missing
                WHERE gap.source = \(source) AND gap.terminal = ANY(\(terminals.map(\.name)))
                UNION ALL
                SELECT * FROM unnest(
                    \(open.map(\.terminal)), \(open.map(\.range.lowerBound)),
                    \(open.map(\.range.upperBound))
                )
            ), numbered AS (
                SELECT stretch.terminal, number.sequence, lag(number.sequence) OVER (
                    PARTITION BY stretch.terminal, stretch.low ORDER BY number.sequence
                ) AS previous
                FROM stretch
                CROSS JOIN LATERAL (
                    VALUES (stretch.low), (stretch.high)
                    UNION ALL
                    SELECT message.sequence FROM message
                    WHERE message.source = \(source) AND message.terminal = stretch.terminal
                        AND message.sequence > stretch.low AND message.sequence < stretch.high
                ) AS number (sequence)
            )
            SELECT * FROM (
                SELECT terminal, previous + 1 AS first_missing, sequence - 1 AS last_missing,
                    row_number() OVER (PARTITION BY terminal ORDER BY sequence) AS place,
                    (sum(sequence - previous - 1) OVER (PARTITION BY terminal))::bigint AS missing
                FROM numbered
                WHERE sequence - previous > 1
            ) AS found
            WHERE place <= \(self.gapLimit)
            ORDER BY terminal, place
            """
        )
        var missing: [String: Missing] = [:]
        for row in rows {
            let gap = SequenceGap(
                firstMissing: try row.decode("first_missing"),
                lastMissing: try row.decode("last_missing")
            )
            let count: Int64 = try row.decode("missing")
            missing[try row.decode("terminal"), default: Missing(count: count, gaps: [])]
                .gaps.append(gap)
        }
        return missing
    }

    /// The stretches that nobody has looked through, between numbers that came.
    private static func unreviewed(
        _ terminal: TerminalStore.Record
    ) -> [(terminal: String, range: ClosedRange<Int64>)] {
        guard let reviewed = terminal.reviewed else {
            return [(terminal.name, terminal.firstSequence...terminal.lastSequence)]
        }
        var ranges: [ClosedRange<Int64>] = []
        if terminal.firstSequence < reviewed.lowerBound {
            ranges.append(terminal.firstSequence...reviewed.lowerBound)
        }
        if terminal.lastSequence > reviewed.upperBound {
            ranges.append(reviewed.upperBound...terminal.lastSequence)
        }
        return ranges.map { (terminal.name, $0) }
    }
}
