import AsyncHTTPClient
import Contracts
import Kernel
import Postgres

/// What a run stands on: services that are ready, and the two servers below them.
struct BenchGround: Sendable {
    /// For the longest statement, which vacuums a history of a hundred million movements.
    static let statementTimeout = Duration.seconds(1_800)

    let suite: Suite

    /// Runs `body` with an administrator's sessions and the facts that a report begins with.
    ///
    /// - Throws: ``OperatorFailure`` where a service is not ready, before anything is done.
    func whileOpen<Report: Sendable>(
        environment: [String: String],
        _ body: @Sendable (MachineFacts, PostgresPool, ManagementAPI) async throws -> Report
    ) async throws -> Report {
        let version = try await self.requireReadiness()
        let pool = PostgresPool(
            PostgresConfiguration(
                url: self.suite.database.description,
                maximumConnections: 1,
                statementTimeout: Self.statementTimeout,
                applicationName: "stockbookctl bench"
            )
        )
        let broker = ManagementAPI(self.suite.brokerAPI, client: .shared)
        return try await pool.whileRunning {
            let machine = MachineFacts(
                stockbook: version,
                rabbitmq: try await broker.version(),
                postgres: try await pool.withTransaction(.readOnly) { transaction in
                    try DatabaseFacts.read(in: transaction)
                },
                environment: environment
            )
            return try await body(machine, pool, broker)
        }
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
}

extension MachineFacts {
    /// What a reader has to know to judge figures of this machine.
    var notes: [String] {
        var notes: [String] = []
        if self.build != "release" { notes.append("a debug build: our figures say nothing") }
        if !self.isDurable {
            notes.append("this PostgreSQL may lose a commit that it has confirmed: say so with it")
        }
        return notes
    }
}
