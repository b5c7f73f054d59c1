import Contracts
import Kernel
import Postgres

/// One run: everything prepared, every measure at every number of clients, one report.
struct Bench: Sendable {
    let suite: Suite
    let settings: BenchSettings
    let console: Console

    func run(environment: [String: String]) async throws -> BenchReport {
        let ground = BenchGround(suite: self.suite)
        return try await ground.whileOpen(environment: environment) { machine, pool, broker in
            let startedAt = Timestamp.now
            let figures = try await self.measure(pool, broker)
            return BenchReport(
                format: BenchReport.currentFormat,
                startedAt: startedAt,
                secondsPerStep: self.settings.seconds,
                variants: self.settings.variants,
                machine: machine,
                figures: figures.figures.withRatios,
                processes: figures.book.figures.values.sorted { $0.name < $1.name },
                notes: figures.notes + machine.notes
            )
        }
    }

    /// Everything in order: raw limits first, then ours.
    private func measure(_ pool: PostgresPool, _ broker: ManagementAPI) async throws -> BenchSteps {
        let chosen = self.settings.measures
        let ours = chosen.filter(\.isOurs)
        if !ours.isEmpty {
            let setUp = BenchSetUp(
                api: try self.suite.apiClient(),
                pool: pool,
                console: self.console
            )
            try await setUp.provide(variants: self.settings.variants)
        }
        var steps = BenchSteps(
            survey: ProcessSurvey(folder: self.suite.folder),
            settling: Settling(pool: pool),
            clients: self.settings.clients,
            console: self.console
        )
        let postgres = chosen.filter(\.usesPgBench)
        if !postgres.isEmpty {
            let schema = ScratchSchema(pool: pool, keys: self.settings.variants)
            let limits = PostgresLimits(
                bench: PgBench(database: self.suite.database, schema: ScratchSchema.name),
                settings: self.settings
            )
            steps = try await schema.whilePresent {
                try await steps.adding(postgres) { try await limits.measure($0, clients: $1) }
            }
        }
        let broking = chosen.filter(\.usesBroker)
        if !broking.isEmpty {
            let host = ScratchVirtualHost(suite: self.suite, api: broker)
            let limits = RawBroker(url: host.url, settings: self.settings)
            steps = try await host.whilePresent {
                try await steps.adding(broking) { try await limits.measure($0, clients: $1) }
            }
        }
        return ours.isEmpty ? steps : try await self.measure(ours, after: steps)
    }

    private func measure(_ ours: [Measure], after steps: BenchSteps) async throws -> BenchSteps {
        let api = try self.suite.apiClient()
        let loads = OurLoads(suite: self.suite, settings: self.settings, api: api)
        return try await steps.adding(ours) { try await loads.measure($0, clients: $1) }
    }
}
