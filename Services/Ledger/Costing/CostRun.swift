import Contracts
import CoreMetrics
import Kernel
import LedgerDomain
import Postgres

/// Follows the next facts, in one transaction with all that they do to the costs.
struct CostRun: Sendable {
    let session: PostgresSession
    let limits: CostLimits

    /// What was followed.
    struct Followed: Sendable {
        let facts: Int
        /// What that came to in the book.
        let lines: Int
        /// Whether there may be more.
        let isFull: Bool
        let lag: Duration
    }

    /// - Parameter limit: How many facts are followed at most.
    func followNext(_ limit: Int) async throws -> Followed {
        let limits = self.limits
        return try await self.session.withTransaction { transaction in
            // What is recorded from here on is recorded later.
            let horizon = try JournalHorizon(transaction.execute(JournalHorizon.statement)[0])
            let position = try CostPosition(transaction.execute(CostPosition.lock)[0])
            guard position.lastNumber == 0 || position.currency == limits.currency else {
                throw CurrencyChanged(kept: position.currency, configured: limits.currency)
            }
            let reader = CostFactReader(
                after: position,
                before: horizon.time,
                limit: limit,
                currency: limits.currency
            )
            let facts = try reader.facts(in: transaction)
            let isFull = facts.count == limit
            let (before, book) = try CostBookStore.follow(
                facts,
                after: position,
                oldest: limits.oldest,
                in: transaction
            )
            let end = (isFull ? facts.last?.recordedAt : nil) ?? horizon.time
            let next = CostPosition(
                recordedAt: facts.last?.recordedAt ?? position.recordedAt,
                source: facts.last?.source ?? position.source,
                lastNumber: book.last,
                costedTo: max(position.costedTo, end.advanced(by: .microseconds(-1))),
                currency: limits.currency
            )
            try transaction.pipeline(CostBookStore.save(book, since: before) + [next.save])
            try CostAnnouncement.tell(book.written, upTo: next, in: transaction)
            CostMetrics.facts.increment(by: facts.count)
            CostMetrics.lines.increment(by: book.written.count)
            return Followed(
                facts: facts.count,
                lines: book.written.count,
                isFull: isFull,
                lag: max(.zero, horizon.askedAt.duration(since: next.costedTo))
            )
        }
    }
}

/// The book of costs is kept in one currency, and this service was told another.
struct CurrencyChanged: Error {
    let kept: String
    let configured: String
}
