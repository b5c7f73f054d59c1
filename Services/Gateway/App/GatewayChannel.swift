import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// Answers the requests of each connection on the connection's own thread.
struct GatewayChannel: ServerChildChannel {
    /// Of one header, of all together, and how many; more is answered with 400 and hung up on.
    private static let headerBytes = 16 * 1_024
    private static let headerListBytes = 64 * 1_024
    private static let headerCount = 100

    let responder: GatewayResponder
    /// How long a connection may bring nothing.
    let idleTime: TimeAmount

    /// A connection that was accepted.
    struct Value: ServerChildChannelValue {
        let channel: any Channel
        let connection: NIOLoopBound<GatewayConnection>
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            var limits = NIOHTTPDecoderLimitConfiguration()
            limits.maxHeaderFieldSize = Self.headerBytes
            limits.maxHeaderListSize = Self.headerListBytes
            limits.maxHeaderFieldCount = Self.headerCount
            let connection = GatewayConnection(idleTime: self.idleTime)
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(
                ByteToMessageHandler(HTTPRequestDecoder(limitConfiguration: limits))
            )
            try pipeline.addHandler(connection)
            return Value(
                channel: channel,
                connection: NIOLoopBound(connection, eventLoop: channel.eventLoop)
            )
        }
    }

    func handle(value: Value, logger: Logger) async {
        let loop = value.channel.eventLoop
        await withTaskExecutorPreference(EventLoopExecutor(loop)) {
            await withTaskCancellationHandler {
                await self.converse(over: value.connection, with: value.channel)
                // Succeeds for whatever reason it is closed.
                try? await value.channel.closeFuture.get()
            } onCancel: {
                loop.execute { value.connection.value.stop() }
            }
        }
    }

    /// Begins on the connection's event loop, where all of it stays.
    @concurrent private func converse(
        over line: NIOLoopBound<GatewayConnection>,
        with channel: any Channel
    ) async {
        let peer = channel.remoteAddress?.ipAddress ?? ""
        while let request = await line.value.next() {
            line.value.answer(await self.responder.respond(to: request, from: peer))
        }
        if line.value.owesRefusal { line.value.answer(self.responder.refuseUnreadable()) }
        line.value.hangUp()
    }
}
