import Contracts
import Kernel
import LedgerDomain
import Postgres

/// The book of costs, written again in a session's own tables.
enum RebuiltCosts {
    /// Follows the next facts, none beyond `end`.
    ///
    /// - Returns: `false` where there are no more.
    static func follow(
        upTo end: CostPosition,
        facts limit: Int,
        in transaction: borrowing Transaction
    ) throws -> Bool {
        let position = try CostPosition(transaction.execute(CostPosition.read)[0])
        guard position.isBefore(end.recordedAt, end.source) else { return false }
        let reader = CostFactReader(
            after: position,
            before: end.recordedAt.advanced(by: .microseconds(1)),
            limit: limit,
            currency: end.currency
        )
        let facts = try reader.facts(in: transaction).prefix { fact in
            !end.isBefore(fact.recordedAt, fact.source)
        }
        guard let last = facts.last else { return false }
        let (before, book) = try CostBookStore.follow(
            Array(facts),
            after: position,
            in: transaction
        )
        let next = CostPosition(
            recordedAt: last.recordedAt,
            source: last.source,
            lastNumber: book.last,
            costedTo: last.recordedAt,
            currency: end.currency
        )
        try transaction.pipeline(CostBookStore.save(book, since: before) + [next.save])
        return true
    }

    /// How far the live book is; how all variants began that are in it is taken over.
    static func begin(
        in schema: String,
        _ transaction: borrowing Transaction
    ) throws -> CostPosition {
        let end = try self.live(in: schema, transaction)
        try transaction.pipeline([BesideTables.beginnings(in: schema)])
        return end
    }

    /// How far the live book is.
    static func live(
        in schema: String,
        _ transaction: borrowing Transaction
    ) throws -> CostPosition {
        try CostPosition(
            transaction.execute(SQL(verbatim: "SELECT * FROM \(schema).cost_position"))[0]
        )
    }
}

extension CostPosition {
    /// Whether a fact comes after it.
    fileprivate func isBefore(_ recordedAt: Timestamp, _ source: ID<CostSource>) -> Bool {
        self.recordedAt == recordedAt ? self.source < source : self.recordedAt < recordedAt
    }
}
