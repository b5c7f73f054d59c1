import Contracts
import Logging
import Messaging
import Postgres
package import ServiceLifecycle
package import UnixSignals

/// Everything that runs in one process, in the order in which it starts.
///
/// The admin server comes first, so that it can tell of the start and of the stop; then the
/// database, the connections, the relay, the service itself. Stopping goes the other way.
package struct ServiceAssembly<S: StockbookService>: Sendable {
    package let context: ServiceContext
    package let services: [any Service]
    private let process: ProcessConfiguration
    private let observability: Observability

    /// How long services may take to obey a cancellation after the drain has run out of time.
    private static var cancellationTimeout: Duration { .seconds(10) }

    /// - Parameter onListening: Told the port of the admin server.
    package init(
        _ configuration: ServiceConfiguration,
        _ observability: Observability,
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) throws {
        let process = try ProcessConfiguration(reader: configuration.reader)
        let context = try ServiceContext(S.name, reader: configuration.reader)
        let gate = StartupGate()
        let startup = StartupSequence(Self.conditions(context), gate: gate)
        context.registerChecks(process, startup: startup)
        let endpoints = AdminEndpoints(
            service: S.name.rawValue,
            health: context.health,
            metrics: observability.metrics
        )
        let admin = withLogger(observability.logger) { _ in
            AdminServer(
                endpoints,
                host: process.adminHost,
                port: process.adminPort,
                onListening: onListening
            )
        }
        let gated = try withLogger(observability.logger) { _ in
            context.messagingServices() + (try S.services(context))
        }
        context.registerSubscriptions(of: gated)
        var services: [any Service] = [admin, context.health]
        if let exporter = observability.exporter { services.append(exporter) }
        services += [startup, context.database]
        services += context.links.flatMap(\.services)
        services += gated.map { GatedService(gate: gate, service: $0) }
        services.append(ReadinessWithdrawal(health: context.health))
        self.services = services
        self.context = context
        self.process = process
        self.observability = observability
    }

    /// Runs everything until a signal or a graceful shutdown, within the configured time.
    package func run(signals: [UnixSignal] = []) async throws {
        var configuration = ServiceGroupConfiguration(
            services: self.services.map { .init(service: $0) },
            gracefulShutdownSignals: signals,
            logger: self.observability.logger
        )
        configuration.maximumGracefulShutdownDuration = self.process.shutdownTimeout
        configuration.maximumCancellationDuration = Self.cancellationTimeout
        ProcessMemory.trim()
        try await withLogger(self.observability.logger) { _ in
            try await ServiceGroup(configuration: configuration).run()
        }
    }
}
