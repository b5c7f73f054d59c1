import Contracts
import Kernel
import Postgres

/// Makes the projections again from the journal, beside the live ones, while posting goes on.
struct Rebuild: Sendable {
    /// How the owner of the ledger connects.
    let owner: PostgresConfiguration
    var limits = RebuildLimits()

    /// Held by the one that works; the letters "rebu".
    static let lock = AdvisoryLock(category: 0x7265_6275, key: 1)

    /// Another one works already.
    struct Busy: Error {}

    /// What a swap has done.
    struct Swap: Sendable {
        /// What was put right.
        let drifts: [FoundDrift]
        /// How long writers of the variants that were wrong waited at most, and costing.
        let pause: Duration
        /// The comparison after it.
        let report: RebuildReport
    }

    /// Rebuilds and compares.
    func compare() async throws -> RebuildReport {
        try await self.withTables { session in try await self.compare(on: session) }
    }

    /// Rebuilds and compares, puts right what differs, and compares again.
    func swap() async throws -> (before: RebuildReport, swap: Swap?) {
        try await self.withTables { session in
            let before = try await self.compare(on: session)
            guard !before.isEqual else { return (before, nil) }
            let (drifts, pause) = try await self.putRight(before)
            let after = try await self.compare(on: session)
            return (before, Swap(drifts: drifts, pause: pause, report: after))
        }
    }

    /// Runs `body` with a session that alone rebuilds, and has the tables for it.
    func withTables<Value: Sendable>(
        _ tables: [String] = BesideTables.stock + BesideTables.costs,
        _ body: (PostgresSession) async throws -> Value
    ) async throws -> Value {
        try await PostgresSession.with(self.owner) { session in
            try await self.takeLock(on: session)
            try await session.execute(script: BesideTables.creation(tables, in: self.schema))
            let value = try await body(session)
            // The server takes its time to end a session; the next rebuild need not wait for that.
            try await session.unlock(Self.lock)
            return value
        }
    }

    private func takeLock(on session: PostgresSession) async throws {
        for _ in 1...self.limits.attempts {
            if try await session.tryLock(Self.lock) { return }
            // The session of one that was killed may be about to end.
            try await Task.sleep(for: self.limits.pause)
        }
        throw Busy()
    }

    var schema: String { self.owner.schema ?? ServiceName.ledger.schema }

    private func compare(on session: PostgresSession) async throws -> RebuildReport {
        let (limits, schema) = (self.limits, self.schema)
        while try await self.addMovements(on: session) {}
        while try await self.followFacts(on: session) {}
        // What is left is what came in meanwhile, and both sides are seen at one moment.
        let moment = TransactionOptions(isolation: .repeatableRead)
        return try await session.withTransaction(moment) { transaction in
            let horizon = try JournalHorizon(transaction.execute(JournalHorizon.statement)[0])
            let end = try RebuiltCosts.live(in: schema, transaction)
            while try RebuiltCosts.follow(upTo: end, facts: limits.facts, in: transaction) {}
            try RebuiltStock.fill(variants: limits.variants, in: transaction)
            var (tables, differences) = ([RebuildReport.Table](), [RebuildReport.Difference]())
            for table in RebuiltTable.all {
                let rows = try transaction.pipeline([
                    table.hash(.live, in: schema), table.hash(.rebuilt, in: schema),
                ])
                let compared = RebuildReport.Table(
                    name: table.name,
                    rows: try rows[0][0].decode("count"),
                    live: try rows[0][0].decode("hash"),
                    rebuilt: try rows[1][0].decode("hash")
                )
                tables.append(compared)
                guard compared.live != compared.rebuilt else { continue }
                differences += try transaction.execute(
                    table.differences(in: schema, limit: limits.differences)
                ).map { try RebuildReport.Difference($0, of: table.name) }
            }
            return RebuildReport(
                horizon: horizon.time,
                costedTo: end.costedTo,
                tables: tables,
                differences: differences
            )
        }
    }

    private func addMovements(on session: PostgresSession) async throws -> Bool {
        let limit = self.limits.movements
        return try await session.withTransaction { transaction in
            try RebuiltStock.advance(movements: limit, in: transaction)
        }
    }

    /// - Parameter end: How far; `nil` for as far as the live book is.
    func followFacts(
        upTo end: CostPosition? = nil,
        on session: PostgresSession
    ) async throws -> Bool {
        let (limit, schema) = (self.limits.facts, self.schema)
        return try await session.withTransaction { transaction in
            try RebuiltCosts.follow(
                upTo: try end ?? RebuiltCosts.live(in: schema, transaction),
                facts: limit,
                in: transaction
            )
        }
    }

    /// Puts right what differs, in one transaction of another session, which sees the live tables only.
    ///
    /// Under the locks of those who write: each variant is added up once more there, so that what was
    /// posted meanwhile is in it.
    private func putRight(_ report: RebuildReport) async throws -> ([FoundDrift], Duration) {
        try await PostgresSession.with(self.owner) { session in
            let start = ContinuousClock.now
            let drifts = try await session.withTransaction { transaction in
                var drifts: [FoundDrift] = []
                for variant in report.stock {
                    drifts += try StockRepair.perform(on: variant, in: transaction)
                }
                for variant in report.costs {
                    drifts += try CostRepair.perform(on: variant, in: transaction).drifts
                }
                return drifts
            }
            return (drifts, .now - start)
        }
    }
}
