/// The bounds on everything a connection waits for or holds.
package struct BrokerLimits: Hashable, Sendable {
    /// For the TCP and TLS handshakes.
    package var connectTimeout: Duration
    /// For the AMQP handshake and each question to the broker, as declaring a queue.
    package var callTimeout: Duration
    /// For one write; past it the watchdog shuts the socket down.
    package var sendTimeout: Duration
    /// For work in flight when the connection is told to end.
    package var drainTimeout: Duration
    /// The pauses between attempts to connect, subscribe or open a channel.
    package var backoff: Backoff
    /// What one message may weigh.
    package var message: MessageLimits
    /// Bytes of a body that may arrive; the broker's own default limit, since its queues hold such
    /// messages and refusing one would end the connection again and again.
    package var maximumInboundBody: Int
    /// How many frames are read before other work has its turn.
    package var framesPerTurn: Int
    /// How many channels one connection may carry.
    package var channels: Int

    package init(
        connectTimeout: Duration = .seconds(5),
        callTimeout: Duration = .seconds(10),
        sendTimeout: Duration = .seconds(10),
        drainTimeout: Duration = .seconds(10),
        backoff: Backoff = Backoff(),
        message: MessageLimits = MessageLimits(),
        maximumInboundBody: Int = 128 * 1_024 * 1_024,
        framesPerTurn: Int = 1_024,
        channels: Int = 256
    ) {
        self.connectTimeout = connectTimeout
        self.callTimeout = callTimeout
        self.sendTimeout = sendTimeout
        self.drainTimeout = drainTimeout
        self.backoff = backoff
        self.message = message
        self.maximumInboundBody = maximumInboundBody
        self.framesPerTurn = framesPerTurn
        self.channels = channels
    }
}
