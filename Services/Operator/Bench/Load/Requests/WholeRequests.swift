import NIOCore
import NIOHTTP1

/// Sends bodies as they are: each has the bytes of a whole request, its head included.
///
/// Takes the place of an encoder, which would make the same head anew for every request.
final class WholeRequests: ChannelOutboundHandler {
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = ByteBuffer

    func write(
        context: ChannelHandlerContext,
        data: NIOAny,
        promise: EventLoopPromise<Void>?
    ) {
        guard case .body(.byteBuffer(let bytes)) = self.unwrapOutboundIn(data) else {
            // A head was for the decoder above, which has to know that an answer will come.
            promise?.succeed()
            return
        }
        context.write(self.wrapOutboundOut(bytes), promise: promise)
    }
}
