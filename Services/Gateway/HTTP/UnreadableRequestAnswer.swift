import Contracts
import FoundationEssentials
import HTTPTypes
import Kernel
import Messaging
import Metrics
import NIOCore
import NIOHTTP1

/// Gives a body to the answer to what is no HTTP, which the server itself answers without one.
final class UnreadableRequestAnswer: ChannelOutboundHandler {
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let securityHeaders: SecurityHeaders

    init(securityHeaders: SecurityHeaders) {
        self.securityHeaders = securityHeaders
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .head(let head) = Self.unwrapOutboundIn(data), Self.isBare(head) else {
            return context.write(data, promise: promise)
        }
        let dimensions = [("operation", "unknown"), ("status", "\(head.status.code)")]
        Counter(label: "http_requests_total", dimensions: dimensions).increment()
        let id = ID<GatewayRequest>.make().rawValue
        var problem = OperationResponse.problem(
            .badRequest("It is not HTTP/1.1, or its headers are too many or too long.")
        )
        problem.quote(trace: id.digits)
        var whole = head
        whole.headers = self.headers(of: problem, id: id)
        context.write(Self.wrapOutboundOut(.head(whole)), promise: promise)
        let body = context.channel.allocator.buffer(bytes: problem.body)
        context.write(Self.wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
    }

    /// Nothing else answers so: an operation's refusal has a body.
    private static func isBare(_ head: HTTPResponseHead) -> Bool {
        head.status == .badRequest && head.headers["content-length"] == ["0"]
            && head.headers["connection"] == ["close"]
    }

    private func headers(of problem: OperationResponse, id: UUID) -> HTTPHeaders {
        var fields = [
            HTTPField(name: .connection, value: "close"),
            HTTPField(name: .contentLength, value: "\(problem.body.count)"),
            HTTPField(name: GatewayResponder.requestIDHeader, value: id.text),
        ]
        if let type = problem.header("Content-Type") {
            fields.append(HTTPField(name: .contentType, value: type))
        }
        self.securityHeaders.append(to: &fields)
        return HTTPHeaders(fields.map { ($0.name.rawName, $0.value) })
    }
}
