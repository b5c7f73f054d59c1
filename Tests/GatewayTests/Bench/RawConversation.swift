import Contracts
import FoundationEssentials
import NIOCore
import NIOPosix
import TestSupport

/// A connection on which a test says byte by byte what no client would.
struct RawConversation {
    /// Pieces of what is sent, each in a packet of its own.
    var pieces: [String]
    /// Between two pieces.
    var pause = Duration.zero
    /// Whether to say that nothing will follow, and still listen.
    var isHalfClosed = false

    private typealias Line = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    init(_ pieces: String...) {
        self.pieces = pieces
    }

    /// Everything that comes back until the gateway hangs up.
    func hold(with gateway: GatewayBench) async throws -> RawAnswer {
        let line = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .connect(host: "127.0.0.1", port: gateway.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try Line(
                        wrappingChannelSynchronously: channel,
                        configuration: .init(isOutboundHalfClosureEnabled: true)
                    )
                }
            }
        return try await line.executeThenClose { inbound, outbound in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await self.speak(outbound) }
                var heard = ByteBuffer()
                do {
                    for try await chunk in inbound { heard.writeImmutableBuffer(chunk) }
                } catch is IOError {
                    // The gateway did not read all that was sent.
                }
                group.cancelAll()
                return RawAnswer(text: String(buffer: heard))
            }
        }
    }

    private func speak(_ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>) async throws {
        do {
            for piece in self.pieces {
                try await outbound.write(ByteBuffer(string: piece))
                try await Task.sleep(for: self.pause)
            }
            if self.isHalfClosed { outbound.finish() }
        } catch is ChannelError {
            // The gateway has hung up.
        } catch is IOError {
            // It hung up in the middle of a piece.
        } catch is CancellationError {
            // All has been heard.
        }
    }
}

/// What came back, as it stood on the wire.
struct RawAnswer: CustomStringConvertible {
    let text: String

    var description: String { self.text }

    /// `nil` where there was no answer.
    var status: Int? {
        self.text.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    }

    /// How many answers came.
    var count: Int {
        self.text.ranges(of: "HTTP/1.1 2").count + self.text.ranges(of: "HTTP/1.1 4").count
    }

    var header: String { String(self.text.prefix(upTo: self.bodyStart)) }

    var problem: Problem? {
        get throws {
            let body = Data(self.text[self.bodyStart...].utf8)
            return body.isEmpty ? nil : try JSONDecoder().decode(Problem.self, from: body)
        }
    }

    private var bodyStart: String.Index {
        self.text.firstRange(of: "\r\n\r\n")?.upperBound ?? self.text.endIndex
    }
}
