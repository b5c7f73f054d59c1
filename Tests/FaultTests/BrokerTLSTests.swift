import AMQP
import NIOCore
import NIOPosix
import NIOSSL
import TestSupport
import Testing

/// Whom a client takes for its broker.
@Suite(.timeLimit(.minutes(2))) struct BrokerTLSTests {
    @Test func `tls_wrong_host, expired, downgrade: a broker that proves nothing gets no login`()
        async throws
    {
        try await withTemporaryFolder { folder in
            for flaw in Certificate.Flaw.allCases {
                let certificate = try await Certificate.make(flaw, in: folder)
                let greeted = try await self.greets(certificate, versions: (.tlsv12, .tlsv13))
                #expect(greeted == (flaw == .none), "\(flaw)")
            }
            let certificate = try await Certificate.make(in: folder)
            #expect(try await self.greets(certificate, versions: (.tlsv1, .tlsv11)) == false)
            #expect(try await self.greets(certificate, versions: nil) == false)
        }
    }

    /// Whether a client, which trusts the certificate, begins to speak to a server that shows it.
    ///
    /// - Parameter versions: `nil` for a server without TLS.
    private func greets(
        _ certificate: Certificate,
        versions: (TLSVersion, TLSVersion)?
    ) async throws -> Bool {
        let greeting = Gate()
        let failures = Tally()
        let context = try versions.map { try self.context(certificate, $0) }
        let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let context {
                        try pipeline.addHandler(NIOSSLServerHandler(context: context))
                    }
                    try pipeline.addHandler(GreetingHandler(gate: greeting))
                }
            }
            .bind(host: "127.0.0.1", port: 0)
            .get()
        var configuration = BrokerConfiguration(
            url: "amqps://guest:guest@localhost:\(listener.localAddress?.port ?? 0)/suite",
            connectionName: "careful",
            caFile: certificate.file
        )
        configuration.limits.backoff = Backoff(
            base: .milliseconds(20),
            limit: .milliseconds(100)
        )
        configuration.limits.connectTimeout = .seconds(1)
        configuration.limits.callTimeout = .seconds(1)
        try await withRunning(BrokerConnection(configuration)) { connection in
            var states = connection.states.makeAsyncIterator()
            while failures.count(of: 0) < 2, !greeting.isOpen, let state = await states.next() {
                if case .down = state { failures.add(0) }
            }
            #expect(!connection.isReady)
        }
        try await listener.close()
        return greeting.isOpen
    }

    private func context(
        _ certificate: Certificate,
        _ versions: (oldest: TLSVersion, newest: TLSVersion)
    ) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(certificate.file)
                .map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: certificate.keyFile, format: .pem))
        )
        configuration.minimumTLSVersion = versions.oldest
        configuration.maximumTLSVersion = versions.newest
        return try NIOSSLContext(configuration: configuration)
    }
}

/// Notices AMQP's own first word, which a client says once it trusts the server.
private final class GreetingHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private static let greeting: [UInt8] = Array("AMQP".utf8)
    private let gate: Gate

    init(gate: Gate) {
        self.gate = gate
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if self.unwrapInboundIn(data).readableBytesView.starts(with: Self.greeting) {
            self.gate.open()
        }
        // Nothing is answered, so that both kinds of server look alike from here on.
        context.close(promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
