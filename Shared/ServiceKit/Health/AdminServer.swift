import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle

/// The HTTP server for probes and scrapes: `/livez`, `/readyz`, `/metrics` and `/version`.
///
/// Meant for the inside of a cluster: it answers everybody, so it says nothing secret. It is the
/// first to start and the last to stop.
package struct AdminServer: Service, CustomStringConvertible {
    private let application: Application<RouterResponder<BasicRequestContext>>

    package init(
        _ endpoints: AdminEndpoints,
        host: String,
        port: Int,
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) {
        self.application = Application(
            router: endpoints.router(),
            server: .http1(
                configuration: HTTP1Channel.Configuration(
                    idleTimeout: .seconds(Self.idleSeconds),
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: Self.maximumHeaderBytes,
                        maxHeaderListSize: Self.maximumHeaderBytes,
                        maxHeaderFieldCount: Self.maximumHeaders
                    )
                )
            ),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port),
                availableConnectionsDelegate: MaximumAvailableConnections(
                    Self.maximumConnections
                )
            ),
            onServerRunning: { await onListening($0.localAddress?.port ?? port) },
            logger: Logger.current
        )
    }

    package var description: String { "admin server" }

    package func run() async throws {
        try await self.application.run()
    }

    private static let maximumConnections = 64
    private static let idleSeconds: Int64 = 30
    private static let maximumHeaderBytes = 16_384
    private static let maximumHeaders = 100
}
