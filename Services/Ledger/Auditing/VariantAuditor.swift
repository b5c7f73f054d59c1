import Contracts
import Kernel
import Postgres

/// Compares what is kept of all variants with what it follows from, all the time, and puts right what is
/// another.
///
/// It adds up what is new behind those who post, and goes round all variants; nothing waits for it but
/// changes of a variant of which it puts something right.
protocol VariantAuditor: Auditor {
    /// How far a round adds up: to where things are when it begins, as there may be more all the time.
    associatedtype End: Sendable

    /// Between two steps of a round.
    var pace: BackgroundPace { get }
    /// How long a round adds up at most before it compares; `nil` for all that there is.
    var adding: Duration? { get }

    func end(in transaction: borrowing Transaction) throws -> End

    /// Adds up some of what is new; `false` where there is no more.
    ///
    /// Whoever calls it is the only one that adds up.
    func advance(to end: End, in transaction: borrowing Transaction) throws -> Bool

    /// Variants of which something has to be looked at again under locks.
    func suspects(
        among variants: [ID<Variant>],
        in transaction: borrowing Transaction
    ) throws -> Set<ID<Variant>>

    func repair(
        _ variant: ID<Variant>,
        in transaction: borrowing Transaction
    ) throws -> AuditRepair
}

extension VariantAuditor {
    /// Each statement sees what was committed before it.
    private static var reading: TransactionOptions { TransactionOptions(isReadOnly: true) }

    /// Adds up what is new, compares all variants, and puts right what is wrong.
    @discardableResult
    func goRound(on session: PostgresSession) async throws -> AuditRound {
        let started = ContinuousClock.now
        var round = AuditRound()
        var last: ID<Variant>?
        repeat {
            // A round without a limit is long, and there is more meanwhile; another adds up once.
            if last == nil || self.adding == nil {
                round.isBehind = try await self.addUp(since: started, on: session)
            }
            let after = last
            let part = try await self.pausing(at: self.pace, since: started, on: session) {
                try await self.part(after: after, on: session)
            }
            for variant in part.suspects.sorted() {
                try await round.repair(.variant(variant), on: session) { transaction in
                    try self.repair(variant, in: transaction)
                }
            }
            last = part.last
        } while last != nil
        AuditMetrics.count(round, of: Self.book, after: .now - started)
        return round
    }

    /// Returns whether there is more than a round adds up.
    private func addUp(
        since started: ContinuousClock.Instant,
        on session: PostgresSession
    ) async throws -> Bool {
        let end = try await session.withTransaction(Self.reading) { try self.end(in: $0) }
        while true {
            let hasMore = try await self.pausing(at: self.pace.hurried, since: started, on: session)
            {
                try await session.withTransaction { transaction in
                    try transaction.execute(ShadowStore.lock)
                    return try self.advance(to: end, in: transaction)
                }
            }
            guard hasMore else { return false }
            if let adding = self.adding, .now - started >= adding { return true }
        }
    }

    /// Variants that are compared at once.
    private func part(
        after last: ID<Variant>?,
        on session: PostgresSession
    ) async throws -> (last: ID<Variant>?, suspects: Set<ID<Variant>>) {
        try await session.withTransaction(Self.reading) { transaction in
            let next = VariantStore.next(after: last, limit: self.limits.variants)
            let variants: [ID<Variant>] = try transaction.execute(next)
                .map { try $0.decode("id") }
            return (variants.last, try self.suspects(among: variants, in: transaction))
        }
    }

    /// Rests after a step, so that it takes its part of the time only, as long as the round is early.
    private func pausing<Result>(
        at pace: BackgroundPace,
        since round: ContinuousClock.Instant,
        on session: PostgresSession,
        _ step: () async throws -> Result
    ) async throws -> Result {
        let started = ContinuousClock.now
        let result = try await step()
        try await pace.rest(since: started, lag: started - round, on: session)
        return result
    }
}
