import AsyncHTTPClient
import Contracts
import Kernel
import Postgres

/// One run: everything prepared, every measure at every number of clients, one report.
struct Bench: Sendable {
    let suite: Suite
    let settings: BenchSettings
    let console: Console

    func run(environment: [String: String]) async throws -> BenchReport {
        let version = try await self.requireReadiness()
        let pool = PostgresPool(
            PostgresConfiguration(
                url: self.suite.database.description,
                maximumConnections: 1,
                statementTimeout: .seconds(60),
                applicationName: "stockbookctl bench"
            )
        )
        let broker = ManagementAPI(self.suite.brokerAPI, client: .shared)
        let startedAt = Timestamp.now
        return try await pool.whileRunning {
            let machine = MachineFacts(
                stockbook: version,
                rabbitmq: try await broker.version(),
                postgres: try await pool.withTransaction(.readOnly) { transaction in
                    try DatabaseFacts.read(in: transaction)
                },
                environment: environment
            )
            let figures = try await self.measure(pool, broker)
            return BenchReport(
                format: BenchReport.currentFormat,
                startedAt: startedAt,
                secondsPerStep: self.settings.seconds,
                variants: self.settings.variants,
                machine: machine,
                figures: figures.figures.withRatios,
                processes: figures.book.figures.values.sorted { $0.name < $1.name },
                notes: figures.notes + Self.notes(on: machine)
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

    /// - Returns: The version that the services have.
    private func requireReadiness() async throws -> String {
        let answers = try await ReadinessProbe(suite: self.suite, client: .shared).askAll()
        for service in Suite.services where answers[service]?.isReady != true {
            throw OperatorFailure(
                "\(service.rawValue) is not ready: \(answers[service]?.reason ?? "no answer")",
                next: "./stockbook up, then the same command again"
            )
        }
        return answers[.gateway]?.version ?? "unknown"
    }

    private static func notes(on machine: MachineFacts) -> [String] {
        var notes: [String] = []
        if machine.build != "release" { notes.append("a debug build: our figures say nothing") }
        if !machine.isDurable {
            notes.append("this PostgreSQL may lose a commit that it has confirmed: say so with it")
        }
        return notes
    }
}
