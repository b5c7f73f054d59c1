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
        self.keepsAlive = head.keepsConnection
    }
}

extension HTTPRequestHead {
    /// Whether another request may come over the connection after this one.
    ///
    /// Not after one that offers to go on in another protocol, as Java's client does with HTTP/2: it
    /// is answered in this one (RFC 9110, section 7.8), but what follows it is not read as HTTP any
    /// more. Whoever asked may ask again over another connection.
    var keepsConnection: Bool { self.isKeepAlive && !self.offersProtocol }

    private var offersProtocol: Bool {
        self.method == .CONNECT
            || self.headers.contains(name: "upgrade")
                && self.headers[canonicalForm: "connection"].contains {
                    $0.lowercased() == "upgrade"
                }
    }
}

/// The body of a request, which is there already where it is small.
enum IncomingBody: Sendable {
    case whole(ByteBuffer?)
    /// Read when it is asked for.
    case arriving(on: NIOLoopBound<GatewayConnection>)
}
