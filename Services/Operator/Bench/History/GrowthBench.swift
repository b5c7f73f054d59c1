import Contracts
import Foundation
import Kernel
import Postgres

/// One run: posting is measured, a history is posted, posting is measured again, and then what reads of
/// so large a ledger take.
struct GrowthBench: Sendable {
    /// After which the sessions of all services have told PostgreSQL what they did.
    static let statisticsPause = Duration.seconds(3)
    static let movementsRange = 10_000...100_000_000

    private static let unrest =
        "not all was sealed, costed and added up when posting was measured first"

    let suite: Suite
    let settings: BenchSettings
    let movements: Int
    let console: Console

    func run(environment: [String: String]) async throws -> GrowthReport {
        try await BenchGround(suite: self.suite)
            .whileOpen(environment: environment) { machine, pool, _ in
                try await self.measure(machine, pool)
            }
    }

    private func measure(_ machine: MachineFacts, _ pool: PostgresPool) async throws -> GrowthReport
    {
        let api = try self.suite.apiClient()
        let startedAt = Timestamp.now
        let setUp = BenchSetUp(api: api, pool: pool, console: self.console)
        try await setUp.provide(variants: self.settings.variants)
        // Both are measured behind followers that have nothing left to do.
        let isAtRest = try await self.settle(pool) != nil
        let journalBefore = try await self.journal(pool)
        let before = try await self.steps(pool, Measure.postings, api)

        let plan = HistoryPlan(
            movements: self.movements,
            variants: self.settings.variants,
            name: String(startedAt.microseconds / 1_000_000, radix: 36).uppercased(),
            endsAt: startedAt
        )
        try self.console.write("posting a history of \(plan.movements) movements")
        let loader = HistoryLoader(api: api, console: self.console)
        let elapsed = try await loader.load(plan)
        try self.console.write("    posted after \(elapsed.tenths) s")
        let following = try await self.settle(pool)
        try await setUp.vacuum()

        let after = try await self.steps(pool, Measure.postings, api)
        let untouched = try await self.journal(pool)
        let reads = try await self.steps(pool, Measure.reads, api)
        let journalAfter = try await self.journal(pool)
        return GrowthReport(
            format: GrowthReport.currentFormat,
            startedAt: startedAt,
            secondsPerStep: self.settings.seconds,
            variants: self.settings.variants,
            machine: machine,
            journalBefore: journalBefore,
            journalAfter: journalAfter,
            loadedMovements: plan.cycles * HistoryCycle.movements,
            loadSeconds: elapsed / .seconds(1),
            followSeconds: following.map { $0 / .seconds(1) },
            postings: zip(before.figures, after.figures).map { .init(before: $0, after: $1) },
            reads: reads.figures,
            changedByBackdating: journalAfter.changed - untouched.changed,
            notes: (isAtRest ? [] : [Self.unrest])
                + before.notes + after.notes + reads.notes + machine.notes
        )
    }

    /// Returns how long it took until everything was sealed, costed and added up; `nil` where it is not.
    private func settle(_ pool: PostgresPool) async throws -> Duration? {
        try self.console.write("waiting until all of it is sealed, costed and added up")
        let elapsed = try await FollowersSettling(pool: pool).wait()
        let ending = elapsed.map { "done after \($0.tenths) s" } ?? "still behind"
        try self.console.write("    \(ending)")
        return elapsed
    }

    private func steps(
        _ pool: PostgresPool,
        _ measures: [Measure],
        _ api: APIClient
    ) async throws -> BenchSteps {
        let steps = BenchSteps(
            survey: ProcessSurvey(folder: self.suite.folder),
            settling: Settling(pool: pool),
            clients: self.settings.clients,
            console: self.console
        )
        let loads = OurLoads(suite: self.suite, settings: self.settings, api: api)
        return try await steps.adding(measures) { try await loads.measure($0, clients: $1) }
    }

    private func journal(_ pool: PostgresPool) async throws -> JournalRows {
        try await Task.sleep(for: Self.statisticsPause)
        return try await pool.withTransaction(.readOnly) { try JournalRows.read(in: $0) }
    }
}
