import Contracts
import CoreMetrics
import Kernel
import Logging
import Postgres
import ServiceKit

/// Follows the journal behind those who write it, and evaluates counts again where a fact from before
/// them arrived late.
///
/// Of several watchers one works, whose session holds a lock; correctness does not depend on it. Looking
/// through the journal only marks what is concerned, in the transaction that moves the position on; so a
/// crash loses nothing, and what cannot be settled does not hold up the rest.
struct CountWatcher: JournalFollower {
    let description = "Count watcher"

    let settler: CountSettler
    var limits = CountLimits()

    /// Held by the one that works; the letters "coun".
    static let lock = AdvisoryLock(category: 0x636F_756E, key: 1)

    var database: PostgresPool { self.settler.database }

    var interval: Duration { self.limits.interval }

    func follow(on session: PostgresSession) async throws {
        try await self.catchUp()
    }

    /// Looks through all that was recorded, and settles all that is marked.
    func catchUp() async throws {
        let news = try await self.database.read(CountPosition.news)
        if try news[0].decode("are_there") { while try await self.advance() {} }
        let rows = try await self.database.read(CountPosition.lag)
        CountMetrics.lag.record(try rows[0].decode("seconds", as: Double.self))
        try await self.settleAll()
    }

    /// Marks what the next movements concern; `false` once none are left.
    func advance() async throws -> Bool {
        let movements = self.limits.movements
        return try await self.database.withTransaction { transaction in
            // What is recorded from here on is recorded later; the statements below see the rest.
            let horizon = try JournalHorizon(transaction.execute(JournalHorizon.statement)[0])
            let rows = try transaction.execute(CountPosition.lock)
            let position: Timestamp = try rows[0].decode("recorded_at")
            guard position < horizon.time else { return false }
            let ends = try transaction.execute(
                CountPosition.end(after: position, before: horizon.time, movements: movements)
            )
            let end: Timestamp = try ends[0].decode("recorded_at")
            transaction.planForValues()
            try transaction.execute(CountPosition.mark(after: position, through: end))
            try transaction.execute(CountPosition.advance(to: end))
            return end < horizon.time
        }
    }

    /// Settles what is marked; what fails is told, and tried again with the next round.
    private func settleAll() async throws {
        var failed: Set<ID<CountResult>> = []
        while true {
            let rows = try await self.database.read(
                CountResultStore.unsettled(limit: self.limits.results + failed.count)
            )
            let ids: [ID<CountResult>] = try rows.map { try $0.decode("id") }
            let open = ids.filter { !failed.contains($0) }
            guard !open.isEmpty else { break }
            do {
                try await self.settler.settle(open)
            } catch is CountSettler.Unsettled where open.count > 1 {
                for id in open where !(await self.isSettled(id)) { failed.insert(id) }
            } catch let error as CountSettler.Unsettled {
                self.report(error)
                failed.formUnion(open)
            }
        }
        CountMetrics.unsettled.record(failed.count)
    }

    /// Settles one result alone, so that another one does not keep it from being settled.
    private func isSettled(_ id: ID<CountResult>) async -> Bool {
        do {
            try await self.settler.settle([id])
            return true
        } catch {
            self.report(error)
            return false
        }
    }

    private func report(_ error: any Error) {
        Logger.current.error("A count cannot be entered", metadata: ["error": "\(error)"])
    }
}
