import DequeModule
import Metrics

/// Publishes without confirms; what cannot be delivered comes back to a closure.
final class TransientChannel: ChannelRole {
    private let limits: PublisherLimits
    private let onReturn: @Sendable (ReturnedMessage) -> Void
    private var messages: Deque<OutboundMessage> = []
    private(set) var wantsChannel = false

    init(_ limits: PublisherLimits, onReturn: @escaping @Sendable (ReturnedMessage) -> Void) {
        self.limits = limits
        self.onReturn = onReturn
    }

    let wish = ChannelWish.nothing
    let deadline: ContinuousClock.Instant? = nil

    var isBusy: Bool {
        !self.messages.isEmpty
    }

    func enqueue(_ messages: [OutboundMessage]) {
        self.wantsChannel = true
        let room = self.limits.queued - self.messages.count
        self.messages.append(contentsOf: messages.prefix(room))
        if messages.count > room { self.drop(messages.count - room) }
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
        while let message = self.messages.first {
            let readiness = try channel.wire.readiness(toSend: message.wireSize)
            guard readiness == .now else { return readiness }
            self.messages.removeFirst()
            try channel.wire.publish(message, on: channel.number)
        }
        return .now
    }

    func expire(now: ContinuousClock.Instant) {}

    /// Whoever asked has stopped waiting by the next connection, so nothing is kept for it.
    func lose(because error: AMQPError) {
        self.drop(self.messages.count)
        self.messages.removeAll()
    }

    func end(because error: AMQPError) {
        self.lose(because: error)
    }

    private func drop(_ count: Int) {
        if count > 0 { AMQPMetrics.dropped.increment(by: count) }
    }
}
