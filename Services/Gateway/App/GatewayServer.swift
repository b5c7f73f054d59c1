import Contracts
import GatewayDomain
import HummingbirdCore
import HummingbirdTLS
import Logging
import Messaging
import NIOCore
import NIOPosix
import NIOSSL
import Postgres
import ServiceKit
import ServiceLifecycle
import Synchronization

/// The HTTP server, from reading the contract to closing the last connection.
final class GatewayServer: Service, CustomStringConvertible {
    let description = "the HTTP server"

    private let configuration: GatewayConfiguration
    private let database: PostgresPool
    private let client: OperationClient
    private let audit: AuditTrail
    private let document: ContractReference
    private let onListening: @Sendable (Int) -> Void
    private let isListening = Mutex(false)

    /// - Parameter onListening: Is told the port, which differs from a configured 0.
    /// - Throws: Where the contract cannot be read: a gateway without one has nothing to answer.
    init(
        _ configuration: GatewayConfiguration,
        database: PostgresPool,
        client: OperationClient,
        audit: AuditTrail,
        onListening: @escaping @Sendable (Int) -> Void = { _ in }
    ) throws {
        self.configuration = configuration
        self.database = database
        self.client = client
        self.audit = audit
        self.onListening = onListening
        self.document = try ContractReference(yaml: try OpenAPIDocument.text())
    }

    var status: HealthStatus {
        self.isListening.withLock { $0 } ? .ok : .failing("not listening yet")
    }

    func run() async throws {
        try await self.configuration.firstAdministrator?.createIfNobodyExists(
            database: self.database,
            algorithm: Argon2()
        )
        try await self.configuration.operatorKey?.provide(database: self.database)
        let threads = NIOThreadPool(numberOfThreads: self.configuration.hashingThreads)
        threads.start()
        do {
            try await self.serve(hasher: try PasswordHasher(threads: threads))
        } catch {
            try await threads.shutdownGracefully()
            throw error
        }
        try await threads.shutdownGracefully()
    }

    private func serve(hasher: PasswordHasher) async throws {
        let responder = await GatewayResponder(
            self.configuration,
            parts: GatewayParts(
                database: self.database,
                client: self.client,
                audit: self.audit,
                hasher: hasher,
                document: self.document
            )
        )
        let channel = GatewayChannel(
            responder: responder,
            idleTime: TimeAmount(self.configuration.limits.idleTime)
        )
        defer { self.isListening.withLock { $0 = false } }
        guard let tls = try self.tls else { return try await self.server(of: channel).run() }
        try await self.server(of: TLSChannel(channel, tlsConfiguration: tls)).run()
    }

    private func server(of channel: some ServerChildChannel) -> any Service {
        channel.server(
            configuration: ServerConfiguration(
                address: .hostname(self.configuration.host, port: self.configuration.port),
                availableConnectionsDelegate: MaximumAvailableConnections(
                    self.configuration.edge.connections
                )
            ),
            onServerRunning: { channel in
                self.isListening.withLock { $0 = true }
                Logger.current.notice(
                    "The gateway listens",
                    metadata: ["http.address": "\(channel.localAddress?.description ?? "")"]
                )
                self.onListening(channel.localAddress?.port ?? 0)
            },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: Logger.current
        )
    }

    /// `nil` where something in front of the gateway speaks TLS.
    private var tls: TLSConfiguration? {
        get throws {
            guard let files = self.configuration.tls else { return nil }
            var tls = TLSConfiguration.makeServerConfiguration(
                certificateChain: try NIOSSLCertificate.fromPEMFile(files.certificate)
                    .map { .certificate($0) },
                privateKey: .privateKey(try NIOSSLPrivateKey(file: files.key, format: .pem))
            )
            tls.minimumTLSVersion = .tlsv12
            return tls
        }
    }
}
