import NIOCore
import NIOHTTP1

/// A request as it came, before anything of it has been looked at.
struct IncomingRequest: Sendable {
    let method: HTTPMethod
    let target: RequestTarget
    let headers: RequestHeaders
    let body: IncomingBody
    /// Whether the client wants to ask more over the same connection.
    let keepsAlive: Bool

    init(_ head: HTTPRequestHead, body: IncomingBody) {
        self.method = head.method
        self.target = RequestTarget(head.uri)
        self.headers = RequestHeaders(head.headers)
        self.body = body
        self.keepsAlive = head.isKeepAlive
    }
}

/// The body of a request, which is there already where it is small.
enum IncomingBody: Sendable {
    case whole(ByteBuffer?)
    /// Read when it is asked for.
    case arriving(on: NIOLoopBound<GatewayConnection>)
}
