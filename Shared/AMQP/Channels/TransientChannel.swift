import DequeModule
import Metrics

/// Publishes without confirms; what cannot be delivered comes back to a closure.
final class TransientChannel: ChannelRole {
    private let limits: PublisherLimits
    private let messageLimits: MessageLimits
    private let onReturn: @Sendable (ReturnedMessage) -> Void
    private var messages: Deque<OutboundMessage> = []
    private var sources = AwakeSources()
    private(set) var wantsChannel = false
    private var isEnded = false

    init(
        _ limits: PublisherLimits,
        message: MessageLimits,
        onReturn: @escaping @Sendable (ReturnedMessage) -> Void
    ) {
        self.limits = limits
        self.messageLimits = message
        self.onReturn = onReturn
    }

    let wish = ChannelWish.nothing
    let deadline: ContinuousClock.Instant? = nil

    var isBusy: Bool {
        !self.messages.isEmpty || !self.sources.isEmpty
    }

    func enqueue(_ messages: [OutboundMessage]) {
        self.wantsChannel = true
        let room = self.limits.queued - self.messages.count
        self.messages.append(contentsOf: messages.prefix(room))
        if messages.count > room { self.drop(messages.count - room) }
    }

    /// Has a source asked for messages until it has none.
    func wake(_ source: any MessageSource) {
        guard !self.isEnded else {
            source.abandon(because: AMQPError(.closed, "the connection has ended"))
            return
        }
        self.wantsChannel = true
        self.sources.wake(source)
    }

    func open(_ channel: OpenChannel) throws(AMQPError) {}

    func receive(_ event: ChannelEvent) throws(AMQPError) {
        if case .returned(let message) = event {
            AMQPMetrics.returned.increment()
            self.onReturn(message)
        }
    }

    func advance(_ turn: Turn, on channel: OpenChannel) throws(AMQPError) -> SendReadiness {
        guard !turn.isBlocked else { return .now }
        while let message = self.next {
            let readiness = try channel.wire.readiness(toSend: message.wireSize)
            guard readiness == .now else { return readiness }
            self.messages.removeFirst()
            try channel.wire.publish(message, on: channel.number)
        }
        return .now
    }

    /// The message to send next, which stays the first until it can be written.
    private var next: OutboundMessage? {
        while self.messages.isEmpty, let sourced = self.sources.next()?.message {
            do throws(AMQPError) {
                try self.messageLimits.check(sourced.message)
                self.messages.append(sourced.message)
            } catch {
                // Its source made what cannot be sent; who waits for it hears nothing.
                self.drop(1)
            }
        }
        return self.messages.first
    }

    func expire(now: ContinuousClock.Instant) {}

    /// What was not sent waits for the next channel, which follows soon.
    func lose(because error: AMQPError) {}

    /// Whoever asked has stopped waiting by the next connection, so nothing is kept for it.
    func loseConnection(because error: AMQPError) {
        self.drop(self.messages.count)
        self.messages.removeAll()
        self.sources.abandonAll(because: error)
    }

    func end(because error: AMQPError) {
        self.isEnded = true
        self.loseConnection(because: error)
    }

    private func drop(_ count: Int) {
        if count > 0 { AMQPMetrics.dropped.increment(by: count) }
    }
}
