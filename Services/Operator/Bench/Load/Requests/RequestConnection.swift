import Contracts
import FoundationEssentials
import NIOCore
import NIOHTTP1

/// The last handler of a client's connection: whole requests go out, statuses come in.
final class RequestConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    /// What is read of a refusal, in which the problem has its code.
    static let maximumRefusalBytes = 65_536
    /// The decoder only wants to know that there was a request, and that it was not a HEAD.
    private static let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: "/")

    /// `nil` once the client has heard the end of this connection.
    private var client: RequestClient?
    private var context: ChannelHandlerContext?
    private var status = HTTPResponseStatus.ok
    private var staysOpen = true
    private var refusal = ByteBuffer()

    init(client: RequestClient) {
        self.client = client
    }

    func send(_ request: ByteBuffer) {
        guard let context = self.context else { return }
        context.write(self.wrapOutboundOut(.head(Self.head)), promise: nil)
        context.writeAndFlush(self.wrapOutboundOut(.body(.byteBuffer(request))), promise: nil)
    }

    /// Closes the connection without a word to the client.
    func close() {
        self.client = nil
        self.context?.close(promise: nil)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        self.context = context
        self.client?.opened(self)
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.end("the connection was closed")
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        self.end("\(error)")
        context.close(promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch self.unwrapInboundIn(data) {
        case .head(let head):
            self.status = head.status
            self.staysOpen = head.isKeepAlive
            self.refusal.clear()
        case .body(var part):
            guard !self.isSuccess else { return }
            let room = Self.maximumRefusalBytes - self.refusal.readableBytes
            guard part.readableBytes <= room else { return }
            self.refusal.writeBuffer(&part)
        case .end:
            self.client?.answered(failure: self.failure, staysOpen: self.staysOpen)
        }
    }

    private var isSuccess: Bool { (200..<300).contains(self.status.code) }

    private var failure: String? {
        guard !self.isSuccess else { return nil }
        // What is not one of our problems comes from something in between and has no code.
        let problem = try? JSONDecoder().decode(
            Problem.self,
            from: Data(self.refusal.readableBytesView)
        )
        return "\(self.status.code) \(problem?.code ?? "without a code")"
    }

    private func end(_ reason: String) {
        let client = self.client
        self.client = nil
        client?.lost(reason)
    }
}
