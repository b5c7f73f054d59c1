import Contracts
import GatewayDomain
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import Messaging
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Postgres
import ServiceKit
import ServiceLifecycle
import Synchronization

/// The HTTP server, from reading the contract to closing the last connection.
final class GatewayServer: Service, CustomStringConvertible {
    let description = "the HTTP server"

    /// Of one header, of all together, and how many; more is answered with 400 and hung up on.
    private static let headerBytes = 16 * 1_024
    private static let headerListBytes = 64 * 1_024
    private static let headerCount = 100

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
        try await self.configuration.operatorKey?.createIfAbsent(database: self.database)
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
        let server = try self.serverBuilder().buildServer(
            configuration: ServerConfiguration(
                address: .hostname(self.configuration.host, port: self.configuration.port),
                availableConnectionsDelegate: MaximumAvailableConnections(
                    self.configuration.edge.connections
                )
            ),
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: Logger.current
        ) { request, writer, channel in
            let peer = channel.remoteAddress?.ipAddress ?? ""
            let response = await responder.respond(to: request, from: peer)
            do {
                try await writer.write(response: response.head, body: response.body)
            } catch is HTTPParserError {
                // One that reaches the server would be answered, in the middle of this answer.
                throw BrokenConnection()
            }
        } onServerRunning: { channel in
            self.isListening.withLock { $0 = true }
            Logger.current.notice(
                "The gateway listens",
                metadata: ["http.address": "\(channel.localAddress?.description ?? "")"]
            )
            self.onListening(channel.localAddress?.port ?? 0)
        }
        defer { self.isListening.withLock { $0 = false } }
        try await server.run()
    }

    /// What came after a request was no HTTP, so its answer reaches nobody.
    private struct BrokenConnection: Error {}

    private func serverBuilder() throws -> HTTPServerBuilder {
        let headers = SecurityHeaders(isTransportSecure: self.configuration.isTransportSecure)
        let protocolLimits = HTTP1Channel.Configuration(
            idleTimeout: TimeAmount(self.configuration.limits.idleTime),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: Self.headerBytes,
                maxHeaderListSize: Self.headerListBytes,
                maxHeaderFieldCount: Self.headerCount
            )
        )
        let http = HTTPServerBuilder { responder in
            GatewayChannel(
                http: HTTP1Channel(responder: responder, configuration: protocolLimits),
                securityHeaders: headers
            )
        }
        guard let files = self.configuration.tls else { return http }
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(files.certificate)
                .map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: files.key, format: .pem))
        )
        tls.minimumTLSVersion = .tlsv12
        return try .tls(http, tlsConfiguration: tls)
    }
}
