import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// HTTP/1.1 as Hummingbird speaks it, except that what is no HTTP gets a problem too, and that
/// requests are answered on the thread of their connection.
struct GatewayChannel: ServerChildChannel {
    let http: HTTP1Channel
    let securityHeaders: SecurityHeaders

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        let headers = self.securityHeaders
        return self.http.setup(channel: channel, logger: logger).flatMapThrowing { value in
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(
                UnreadableRequestAnswer(securityHeaders: headers),
                position: .after(try pipeline.handler(type: HTTPResponseEncoder.self))
            )
            return value
        }
    }

    func handle(value: HTTP1Channel.Value, logger: Logger) async {
        await withTaskExecutorPreference(EventLoopExecutor(value.channel.eventLoop)) {
            await self.http.handle(value: value, logger: logger)
        }
    }
}
