import Contracts
import NIOCore
import NIOPosix
import TestSupport
import Testing

@testable import Gateway

@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct CrowdTests {
    @Test func `connections beyond a number wait until another closes`() async throws {
        try await withGateway(["STOCKBOOK_HTTP_CONNECTIONS": "1"]) { gateway in
            let first = try await self.connect(to: gateway)
            try await self.ask(first)
            try await eventually("the first is answered") { await first.answers > 0 }
            let second = try await self.connect(to: gateway)
            try await self.ask(second)
            try await Task.sleep(for: .milliseconds(300))
            #expect(await second.answers == 0)
            try await first.channel.close()
            try await eventually("the second is answered") { await second.answers > 0 }
            try await second.channel.close()
        }
    }

    @Test func `a file too many is asked to come again`() async throws {
        let limit = UploadLimit(1)
        let upload = try #require(Operations.named("startImport"))
        let other = try #require(Operations.named("createUser"))
        let result = try await limit.run(upload) {
            await #expect(throws: Throttled.self) { try await limit.run(upload) {} }
            return try await limit.run(other) { "no file" }
        }
        #expect(result == "no file")
        try await limit.run(upload) {}
    }

    private func connect(to gateway: GatewayBench) async throws -> Line {
        let line = Line.Counter()
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(ReadCounter(counter: line))
                }
            }
            .connect(host: "127.0.0.1", port: gateway.port).get()
        return Line(channel: channel, counter: line)
    }

    private func ask(_ line: Line) async throws {
        let text = "GET /docs HTTP/1.1\r\nHost: localhost\r\n\r\n"
        try await line.channel.writeAndFlush(ByteBuffer(string: text))
    }
}

/// A connection, and how often something came back on it.
private struct Line: Sendable {
    let channel: any Channel
    let counter: Counter

    var answers: Int {
        get async { await self.counter.value }
    }

    actor Counter {
        private(set) var value = 0

        func increment() { self.value += 1 }
    }
}

private final class ReadCounter: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    private let counter: Line.Counter

    init(counter: Line.Counter) {
        self.counter = counter
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let counter = self.counter
        // A handler cannot wait; the test looks again and again.
        Task { await counter.increment() }
    }
}
