import ArgumentParser
import Contracts
import Logging
import Postgres
import UnixSignals

/// One process of a service, from its configuration to its exit status.
struct ServiceProcess<S: StockbookService> {
    let options: [String]

    /// Runs the service until SIGTERM or SIGINT, and then drains it.
    ///
    /// - Throws: `ExitCode` after the reason has been logged.
    func serve() async throws {
        try await self.run { configuration, observability in
            let assembly = try ServiceAssembly<S>(configuration, observability)
            try configuration.checkOptions()
            configuration.log(to: .current)
            configuration.warnOfUnknownVariables(
                to: .current,
                elsewhere: SchemaMigration.variables
            )
            Logger.current.notice("Starting")
            try await assembly.run(signals: [.sigterm, .sigint])
            Logger.current.notice("Stopped")
        }
    }

    /// Applies pending migrations.
    ///
    /// - Throws: `ExitCode` after the reason has been logged.
    func migrate() async throws {
        try await self.run { configuration, _ in
            let migration = try SchemaMigration(
                service: S.name,
                migrations: S.migrations,
                reader: configuration.reader
            )
            try configuration.checkOptions()
            configuration.log(to: .current)
            let applied = try await migration.run()
            Logger.current.notice(
                "The schema is up to date",
                metadata: ["migration.applied": .array(applied.map { .string($0) })]
            )
        }
    }

    /// Loads the configuration, sets up logs, metrics and traces, and turns errors into statuses.
    private func run(
        _ body: (ServiceConfiguration, Observability) async throws -> Void
    ) async throws {
        let observability: Observability
        let configuration: ServiceConfiguration
        do {
            configuration = try ServiceConfiguration.load(options: self.options)
            observability = Observability(
                service: S.name,
                logLevel: try ProcessConfiguration.logLevel(configuration.reader),
                tracing: try TracingConfiguration(reader: configuration.reader)
            )
        } catch {
            let fallback = Observability(
                service: S.name,
                logLevel: .info,
                tracing: TracingConfiguration()
            )
            throw Self.exit(error, logger: fallback.logger)
        }
        observability.bootstrap()
        try await withLogger(observability.logger) { logger in
            do {
                try await body(configuration, observability)
            } catch {
                throw Self.exit(error, logger: logger)
            }
        }
    }

    private static func exit(_ error: any Error, logger: Logger) -> ExitCode {
        let status = ExitStatus(error)
        logger.critical(
            "The process ends",
            metadata: [
                "error.message": "\(String(describing: error))",
                "process.status": .stringConvertible(status.rawValue),
            ]
        )
        return ExitCode(status.rawValue)
    }
}
