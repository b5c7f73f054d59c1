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
    static let terminalLimit = 1_000

    /// Each terminal that numbers its messages.
    static func terminals(
        of source: String,
        in transaction: borrowing Transaction
    ) throws -> [Terminal] {
        let gaps = try self.gaps(of: source, arrivedBefore: nil, in: transaction)
        return try transaction.execute(
            """
            SELECT terminal, min(sequence) AS first_sequence, max(sequence) AS last_sequence
            FROM message
            WHERE source = \(source) AND sequence IS NOT NULL AND terminal IS NOT NULL
            GROUP BY terminal
            ORDER BY terminal
            LIMIT \(self.terminalLimit)
            """
        ).map { row in
            let name: String = try row.decode("terminal")
            let own = gaps[Verbatim(name)] ?? []
            return Terminal(
                name: name,
                firstSequence: try row.decode("first_sequence"),
                lastSequence: try row.decode("last_sequence"),
                missing: own.reduce(0) { $0 + $1.count },
                gaps: Array(own.prefix(self.gapLimit))
            )
        }
    }

    /// Gaps by terminal whose next message has been there since before a time.
    static func gaps(
        of source: String,
        arrivedBefore time: Timestamp?,
        in transaction: borrowing Transaction
    ) throws -> [Verbatim: [SequenceGap]] {
        let rows = try transaction.execute(
            """
            SELECT terminal, previous + 1 AS first_missing, sequence - 1 AS last_missing
            FROM (
                SELECT terminal, sequence, received_at,
                    lag(sequence) OVER (PARTITION BY terminal ORDER BY sequence) AS previous
                FROM message
                WHERE source = \(source) AND sequence IS NOT NULL AND terminal IS NOT NULL
            ) numbered
            WHERE sequence > previous + 1
                AND (\(time)::timestamptz IS NULL OR received_at < \(time))
            ORDER BY terminal, first_missing
            """
        )
        var gaps: [Verbatim: [SequenceGap]] = [:]
        for row in rows {
            let gap = SequenceGap(
                firstMissing: try row.decode("first_missing"),
                lastMissing: try row.decode("last_missing")
            )
            gaps[Verbatim(try row.decode("terminal")), default: []].append(gap)
        }
        return gaps
    }

    /// Notes a gap; `false` where it has been reported before.
    static func report(
        _ gap: SequenceGap,
        of terminal: String,
        source: String,
        in transaction: borrowing Transaction
    ) throws -> Bool {
        try !transaction.execute(
            """
            INSERT INTO gap (source, terminal, first_missing, last_missing)
            VALUES (\(source), \(terminal), \(gap.firstMissing), \(gap.lastMissing))
            ON CONFLICT DO NOTHING
            RETURNING source
            """
        ).isEmpty
    }
}
