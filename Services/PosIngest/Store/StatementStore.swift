import Contracts
import Kernel
import PosIngestDomain
import Postgres

/// Counts what a source has sent, from the log of deliveries and the state of the messages.
enum StatementStore {
    struct Counts: Sendable {
        let messages: StatementCounts
        let lines: StatementCounts
        let nonStockLines: Int64
    }

    /// What was received within a time, by what has become of it since.
    static func counts(
        of source: String,
        from: Timestamp?,
        to: Timestamp?,
        in transaction: borrowing Transaction
    ) throws -> Counts {
        let received = try transaction.execute(
            """
            SELECT count(*) AS messages, coalesce(sum(line_count), 0)::bigint AS lines
            FROM receipt r
            WHERE \(fragment: self.within(source, from, to))
            """
        )
        let rows = try transaction.execute(
            """
            SELECT CASE WHEN r.is_duplicate THEN 'duplicate' ELSE m.status END AS state,
                count(*) AS messages, coalesce(sum(r.line_count), 0)::bigint AS lines,
                coalesce(sum(m.non_stock_lines) FILTER (
                    WHERE NOT r.is_duplicate AND m.status = 'applied'
                ), 0)::bigint AS non_stock_lines
            FROM receipt r
            JOIN message m ON m.id = r.message
            WHERE \(fragment: self.within(source, from, to))
            GROUP BY state
            """
        )
        guard let total = received.first else { preconditionFailure("an aggregate has one row") }
        var messages = StatementCounts(received: try total.decode("messages"))
        var lines = StatementCounts(received: try total.decode("lines"))
        var nonStockLines: Int64 = 0
        for row in rows {
            let state: String = try row.decode("state")
            messages.set(state, try row.decode("messages"))
            lines.set(state, try row.decode("lines"))
            nonStockLines += try row.decode("non_stock_lines", as: Int64.self)
        }
        return Counts(messages: messages, lines: lines, nonStockLines: nonStockLines)
    }

    /// Parked messages by reason, the most frequent first.
    static func parkedByReason(
        of source: String,
        from: Timestamp?,
        to: Timestamp?,
        in transaction: borrowing Transaction
    ) throws -> [(reason: String, messages: Int64)] {
        try transaction.execute(
            """
            SELECT m.reason, count(*) AS messages
            FROM receipt r
            JOIN message m ON m.id = r.message
            WHERE \(fragment: self.within(source, from, to))
                AND NOT r.is_duplicate AND m.status = 'parked'
            GROUP BY m.reason
            ORDER BY messages DESC, m.reason
            """
        ).map { (try $0.decode("reason"), try $0.decode("messages")) }
    }

    private static func within(_ source: String, _ from: Timestamp?, _ to: Timestamp?) -> SQL {
        // Bounds that are always there, so that one plan for all values can walk the index between them.
        """
        r.source = \(source)
        AND r.received_at >= coalesce(\(from)::timestamptz, '-infinity')
        AND r.received_at < coalesce(\(to)::timestamptz, 'infinity')
        """
    }
}

extension StatementCounts {
    /// Sets the count of a state by its name in SQL.
    fileprivate mutating func set(_ state: String, _ count: Int64) {
        switch state {
        case "applied": self.applied = count
        case "pending": self.pending = count
        case "parked": self.parked = count
        case "discarded": self.discarded = count
        case "duplicate": self.duplicate = count
        default: preconditionFailure("a constraint holds the column to these words")
        }
    }
}
