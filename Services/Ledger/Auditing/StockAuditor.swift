import Contracts
import CoreMetrics
import Kernel
import Logging
import Postgres
import ServiceKit

/// Compares what is kept beside the journal with what follows from it, and what goods are worth with the
/// book of costs, all the time, and puts right what is another.
///
/// Of several auditors one works, whose session holds a lock. It adds up what is recorded behind
/// those who post, and goes round all variants; nothing waits for it but changes of a variant of
/// which it puts something right.
struct StockAuditor: JournalFollower {
    let description = "Stock auditor"

    let database: PostgresPool
    var limits = AuditLimits()

    /// Held by the one that works; the letters "audi".
    static let lock = AdvisoryLock(category: 0x6175_6469, key: 1)

    /// Each statement sees what was committed before it.
    private static let reading = TransactionOptions(isReadOnly: true)

    var interval: Duration { self.limits.interval }

    func follow(on session: PostgresSession) async throws {
        try await self.goRound(on: session)
    }

    /// Adds up what is new, compares all variants, and puts right what is wrong.
    ///
    /// - Returns: What was put right.
    @discardableResult
    func goRound(on session: PostgresSession) async throws -> [FoundDrift] {
        let started = ContinuousClock.now
        let end = try await self.end(on: session)
        var hasMore = true
        while hasMore {
            hasMore = try await self.pausing(on: session) {
                try await self.advance(to: end, on: session)
            }
        }
        var (drifts, unsound) = ([FoundDrift](), 0)
        var last: ID<Variant>?
        repeat {
            let after = last
            let part = try await self.pausing(on: session) {
                try await self.compare(after: after, on: session)
            }
            for variant in part.wrongStock {
                let found = try await self.repaired(variant, on: session) { transaction in
                    try StockRepair.perform(on: variant, in: transaction)
                }
                drifts += self.tell(found ?? [])
                if found == nil { unsound += 1 }
            }
            for variant in part.wrongCosts {
                let outcome = try await self.repaired(variant, on: session) { transaction in
                    try CostRepair.perform(on: variant, in: transaction)
                }
                drifts += self.tell(outcome?.drifts ?? [])
                guard let outcome else {
                    unsound += 1
                    continue
                }
                if !outcome.isSound { unsound += self.tellUnsound(variant) }
            }
            last = part.last
        } while last != nil
        AuditMetrics.drift.record(drifts.count + unsound)
        AuditMetrics.round.record((.now - started) / .seconds(1))
        AuditMetrics.rounds.increment()
        return drifts
    }

    /// What a repair of a variant has come to; `nil` where it failed, which keeps no other from theirs.
    private func repaired<Outcome: Sendable>(
        _ variant: ID<Variant>,
        on session: PostgresSession,
        _ repair: @Sendable (borrowing Transaction) throws -> Outcome
    ) async throws -> Outcome? {
        do {
            return try await session.withTransaction { transaction in try repair(transaction) }
        } catch {
            // Nothing can be done any more on a session that is lost.
            guard await session.isAlive(), !Task.isCancelled else { throw error }
            Logger.current.error(
                "What is kept of a variant is wrong, and could not be put right",
                metadata: ["variant": "\(variant)", "error": "\(error)"]
            )
            return nil
        }
    }

    /// How far a round adds up: to where journal and book are when it begins, as there may be more all
    /// the time.
    private struct End {
        let horizon: Timestamp
        /// The last line of the book of costs.
        let line: Int64
    }

    private func end(on session: PostgresSession) async throws -> End {
        try await session.withTransaction(Self.reading) { transaction in
            let horizon = try JournalHorizon(transaction.execute(JournalHorizon.statement)[0])
            let position = try CostPosition(transaction.execute(CostPosition.read)[0])
            return End(horizon: horizon.time, line: position.lastNumber)
        }
    }

    /// Adds up some of what is new; `false` where there is no more.
    private func advance(to end: End, on session: PostgresSession) async throws -> Bool {
        try await session.withTransaction { transaction in
            try transaction.execute(ShadowStore.lock)
            let limit = self.limits.movements
            let time = try transaction.execute(
                ShadowStore.nextPosition(before: end.horizon, limit: limit)
            ).first
            let line = try transaction.execute(
                CostTotalStore.nextPosition(upTo: end.line, limit: limit)
            ).first
            if let time {
                try transaction.pipeline(ShadowStore.advance(to: try time.decode("recorded_to")))
            }
            if let line {
                try transaction.pipeline(CostTotalStore.advance(to: try line.decode("number")))
            }
            return time != nil || line != nil
        }
    }

    /// What of some variants has to be looked at again.
    private struct Part {
        /// `nil` behind all variants.
        let last: ID<Variant>?
        let wrongStock: [ID<Variant>]
        let wrongCosts: [ID<Variant>]
    }

    /// Compares the next variants.
    private func compare(
        after last: ID<Variant>?,
        on session: PostgresSession
    ) async throws -> Part {
        try await session.withTransaction(Self.reading) { transaction in
            let condition: SQL = last.map { "id > \($0)" } ?? "true"
            let variants: [ID<Variant>] = try transaction.execute(
                """
                SELECT id
                FROM variant
                WHERE \(fragment: condition)
                ORDER BY id
                LIMIT \(self.limits.variants)
                """
            ).map { try $0.decode("id") }
            let position = try transaction.execute(CostTotalStore.position)[0]
            let rows = try transaction.pipeline([
                StockComparison.balances(of: variants, by: .shadow),
                StockComparison.availabilities(of: variants),
            ])
            transaction.planForValues()
            let costs = try transaction.execute(
                CostComparison.pools(of: variants, after: try position.decode("number"))
            )
            let wrong = try (rows + [costs]).map { try $0.map { try FoundDrift($0).variant } }
            return Part(
                last: variants.last,
                wrongStock: Set(wrong[0] + wrong[1]).sorted(),
                wrongCosts: Set(wrong[2]).sorted()
            )
        }
    }

    /// Counts and logs what was put right; returns it.
    private func tell(_ drifts: [FoundDrift]) -> [FoundDrift] {
        for drift in drifts {
            Logger.current.error(
                "A figure was not what follows from the journal, and was put right",
                metadata: [
                    "field": "\(drift.field.rawValue)", "variant": "\(drift.variant)",
                    "location": "\(drift.location)", "expected": "\(drift.expected)",
                    "found": "\(drift.found)",
                ]
            )
        }
        AuditMetrics.repaired.increment(by: drifts.count)
        return drifts
    }

    /// There is nothing to put in the place of what is kept; returns what to count.
    private func tellUnsound(_ variant: ID<Variant>) -> Int {
        Logger.current.error(
            "The lines of the book of costs do not agree with each other: some were changed",
            metadata: ["variant": "\(variant)"]
        )
        return 1
    }

    /// Rests after a step, so that it takes its part of the time only.
    private func pausing<Result>(
        on session: PostgresSession,
        _ step: () async throws -> Result
    ) async throws -> Result {
        let started = ContinuousClock.now
        let result = try await step()
        try await self.limits.pace.rest(since: started, on: session)
        return result
    }
}
