import Kernel
import NIOCore
import NIOHTTP1
import NIOPosix

/// One client: a request, its answer, the next request.
///
/// Lives on the event loop of its crew.
final class RequestClient {
    static let connectTimeout = TimeAmount.seconds(10)
    /// How long an answer may take.
    static let timeout = TimeAmount.seconds(30)

    private let gateway: BenchGateway
    private let crew: RequestCrew
    private var generator: SeededGenerator
    private var connection: RequestConnection?
    /// When the request that is under way was sent.
    private var sentAt: NIODeadline?
    /// Memory for one request after the other.
    private var memory = ByteBuffer()

    init(
        gateway: BenchGateway,
        generator: SeededGenerator,
        crew: RequestCrew
    ) {
        self.gateway = gateway
        self.generator = generator
        self.crew = crew
    }

    /// Opens a connection, and sends the first request over it.
    func connect() {
        let client = NIOLoopBound(self, eventLoop: self.crew.eventLoop)
        ClientBootstrap(group: self.crew.eventLoop)
            .connectTimeout(Self.connectTimeout)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(WholeRequests())
                    try pipeline.addHandler(ByteToMessageHandler(HTTPResponseDecoder()))
                    try pipeline.addHandler(RequestConnection(client: client.value))
                }
            }
            .connect(host: self.gateway.host, port: self.gateway.port)
            .assumeIsolated()
            .whenFailure { self.fail("no answer: \($0)") }
    }

    func opened(_ connection: RequestConnection) {
        self.connection = connection
        self.proceed(at: .now())
    }

    /// - Parameters:
    ///   - failure: `nil` for a success.
    ///   - staysOpen: Whether the connection can take another request.
    func answered(failure: String?, staysOpen: Bool) {
        guard let sentAt = self.sentAt else { return }
        self.sentAt = nil
        if !staysOpen { self.disconnect() }
        if let failure { return self.fail(failure) }
        let now = NIODeadline.now()
        self.crew.count(from: sentAt, to: now)
        self.proceed(at: now)
    }

    /// Called when the connection has ended by itself.
    func lost(_ reason: String) {
        self.connection = nil
        // Between two requests nothing is lost with it.
        guard self.sentAt != nil else { return }
        self.sentAt = nil
        self.fail("no answer: \(reason)")
    }

    /// Gives up the request that is under way if it has waited for longer than ``timeout``.
    func loseAnswer(ifOverdueAt now: NIODeadline) {
        guard let sentAt = self.sentAt, now - sentAt > Self.timeout else { return }
        self.sentAt = nil
        self.disconnect()
        self.fail("no answer: none in \(Self.timeout.nanoseconds / 1_000_000_000) s")
    }

    private func proceed(at now: NIODeadline) {
        guard now < self.crew.end else { return self.leave() }
        guard let connection = self.connection else { return self.connect() }
        guard let request = self.crew.next(using: &self.generator) else { return self.leave() }
        self.sentAt = now
        connection.send(request.bytes(in: &self.memory))
    }

    private func leave() {
        self.disconnect()
        self.crew.leave()
    }

    private func fail(_ reason: String) {
        self.crew.count(failure: reason)
        let pause = TimeAmount(ClosedLoop.pauseAfterFailure)
        self.crew.eventLoop.assumeIsolated().scheduleTask(in: pause) { self.proceed(at: .now()) }
    }

    private func disconnect() {
        self.connection?.close()
        self.connection = nil
    }
}
