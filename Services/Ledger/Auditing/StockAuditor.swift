import Contracts
import CoreMetrics
import Kernel
import Logging
import Postgres
import ServiceKit

/// Compares what is kept beside the journal with what follows from it, all the time, and puts right
/// what is another.
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
        while try await self.pausing({ try await self.advance(on: session) }) {}
        var drifts: [FoundDrift] = []
        var last: ID<Variant>?
        repeat {
            let after = last
            let part = try await self.pausing { try await self.compare(after: after, on: session) }
            for variant in part.wrong {
                drifts += try await self.repair(variant, on: session)
            }
            last = part.last
        } while last != nil
        AuditMetrics.drift.record(drifts.count)
        AuditMetrics.round.record((.now - started) / .seconds(1))
        AuditMetrics.rounds.increment()
        return drifts
    }

    /// Adds up some of what is new; `false` where there is no more.
    private func advance(on session: PostgresSession) async throws -> Bool {
        try await session.withTransaction { transaction in
            let horizon = try JournalHorizon(transaction.execute(JournalHorizon.statement)[0])
            let next = ShadowStore.nextPosition(before: horizon.time, limit: self.limits.movements)
            guard let row = try transaction.execute(next).first else { return false }
            try transaction.pipeline(ShadowStore.advance(to: try row.decode("recorded_to")))
            return true
        }
    }

    /// Compares the next variants; `last` is `nil` behind all of them.
    private func compare(
        after last: ID<Variant>?,
        on session: PostgresSession
    ) async throws -> (last: ID<Variant>?, wrong: [ID<Variant>]) {
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
            let rows = try transaction.pipeline([
                StockComparison.balances(of: variants, by: .shadow),
                StockComparison.availabilities(of: variants),
            ])
            let wrong = try rows.flatMap { try $0.map { try FoundDrift($0).variant } }
            return (variants.last, Set(wrong).sorted())
        }
    }

    private func repair(
        _ variant: ID<Variant>,
        on session: PostgresSession
    ) async throws -> [FoundDrift] {
        let drifts = try await session.withTransaction { transaction in
            try StockRepair.perform(on: variant, in: transaction)
        }
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

    /// Rests after a step, so that it takes its part of the time only.
    private func pausing<Result>(_ step: () async throws -> Result) async throws -> Result {
        let started = ContinuousClock.now
        let result = try await step()
        try await Task.sleep(for: self.limits.pace.rest(after: .now - started))
        return result
    }
}
