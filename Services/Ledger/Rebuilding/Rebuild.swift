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
        let repairs: Repairs
        /// The comparison after it.
        let report: RebuildReport

        /// Whether everything is as it has to be now.
        var isComplete: Bool { self.report.isEqual && self.repairs.failures.isEmpty }
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
            let repairs = try await self.putRight(before)
            return (before, Swap(repairs: repairs, report: try await self.compare(on: session)))
        }
    }

    /// Runs `body` with a session that alone rebuilds, and has the tables for it.
    func withTables<Value: Sendable>(
        _ tables: [String] = BesideTables.all,
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
        try await self.repeating(["month_total"], on: session) {
            try await self.addMovements(on: session)
        }
        try await self.repeating(["dashboard_day"], on: session) {
            try await self.addDays(on: session)
        }
        let first = try await session.withTransaction { transaction in
            try RebuiltCosts.begin(in: schema, transaction)
        }
        try await self.repeating(BesideTables.costs, on: session) {
            try await self.followFacts(upTo: first, on: session)
        }
        // A snapshot that is taken later sees everything up to it.
        let horizon = try await session.withTransaction { transaction in
            try JournalHorizon(transaction.execute(JournalHorizon.statement)[0])
        }
        // What is left is what came in meanwhile, and both sides are seen at one moment.
        let moment = TransactionOptions(isolation: .repeatableRead)
        return try await session.withTransaction(moment) { transaction in
            let end = try RebuiltCosts.begin(in: schema, transaction)
            while try RebuiltCosts.follow(upTo: end, facts: limits.facts, in: transaction) {}
            try RebuiltDocuments.fill(from: schema, units: limits.units, in: transaction)
            // What is withheld follows from the lots.
            try RebuiltStock.fill(variants: limits.variants, in: transaction)
            while try RebuiltDays.advance(in: schema, movements: limits.movements, in: transaction)
            {}
            var (tables, differences) = ([RebuildReport.Table](), [RebuildReport.Difference]())
            for table in RebuiltTable.all {
                let (compared, found) = try self.compare(table, in: transaction)
                tables.append(compared)
                differences += found
            }
            return RebuildReport(
                horizon: horizon.time,
                costedTo: end.costedTo,
                tables: tables,
                differences: differences
            )
        }
    }

    /// Hashes both sides of a table, and reads what differs where they are not the same.
    private func compare(
        _ table: RebuiltTable,
        in transaction: borrowing Transaction
    ) throws -> (RebuildReport.Table, [RebuildReport.Difference]) {
        let rows = try transaction.pipeline([
            table.hash(.live, in: self.schema), table.hash(.rebuilt, in: self.schema),
        ])
        var compared = RebuildReport.Table(
            name: table.name,
            rows: try rows[0][0].decode("count"),
            live: try rows[0][0].decode("hash"),
            rebuilt: try rows[1][0].decode("hash"),
            partsName: table.part.plural
        )
        guard compared.live != compared.rebuilt else { return (compared, []) }
        let found = try transaction.pipeline([
            table.parts(in: self.schema),
            table.differences(in: self.schema, limit: self.limits.differences),
        ])
        compared.parts = try found[0].map { try $0.decode("part") }
        return (
            compared,
            try found[1].map { try RebuildReport.Difference($0, of: table.name) }
        )
    }

    private func addMovements(on session: PostgresSession) async throws -> Bool {
        let limit = self.limits.movements
        return try await session.withTransaction { transaction in
            try RebuiltStock.advance(movements: limit, in: transaction)
        }
    }

    private func addDays(on session: PostgresSession) async throws -> Bool {
        let (limit, schema) = (self.limits.movements, self.schema)
        return try await session.withTransaction { transaction in
            try RebuiltDays.advance(in: schema, movements: limit, in: transaction)
        }
    }

    /// Costs some of what was recorded up to `end`; `false` where there is no more.
    func followFacts(upTo end: CostPosition, on session: PostgresSession) async throws -> Bool {
        let limit = self.limits.facts
        return try await session.withTransaction { transaction in
            try RebuiltCosts.follow(upTo: end, facts: limit, in: transaction)
        }
    }

    /// Repeats a step for as long as there is something to do.
    ///
    /// Statements are planned once, for tables that were empty then: the planner is told how these have
    /// grown after the first step, the second, the fourth, and so on.
    func repeating(
        _ tables: [String],
        on session: PostgresSession,
        _ step: () async throws -> Bool
    ) async throws {
        var steps = 0
        while try await step() {
            steps += 1
            guard steps.nonzeroBitCount == 1 else { continue }
            try await session.execute(script: BesideTables.analysis(tables))
        }
    }

    /// Puts right what differs, on another session, which sees the live tables only.
    ///
    /// Each variant is added up once more there, so that what was posted meanwhile is in it.
    private func putRight(_ report: RebuildReport) async throws -> Repairs {
        try await PostgresSession.with(self.owner) { session in
            var repairs = Repairs()
            for variant in report.stock {
                try await repairs.putStockRight(of: variant, on: session)
            }
            for variant in report.costs {
                try await repairs.putCostsRight(of: variant, on: session)
            }
            for variant in report.units {
                try await repairs.putUnitsRight(of: variant, on: session)
            }
            try await repairs.putRight(report.handlingUnits, on: session)
            for day in report.days { try await repairs.putRight(day, on: session) }
            return repairs
        }
    }
}
