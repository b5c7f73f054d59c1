import Hummingbird
import NIOCore

/// What the server knows of a request besides the request: where it came from.
struct GatewayContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The address of the peer, without its port; empty where the socket has none.
    let address: String

    init(source: ApplicationRequestContextSource) {
        self.coreContext = CoreRequestContextStorage(source: source)
        self.address = source.channel.remoteAddress?.ipAddress ?? ""
    }
}
