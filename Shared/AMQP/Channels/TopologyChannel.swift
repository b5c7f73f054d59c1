/// Declares or checks exchanges and queues once, then is forgotten.
final class TopologyChannel: ChannelRole {
    private let steps: [TopologyStep]
    private let due: ContinuousClock.Instant
    private var continuation: CheckedContinuation<Int, any Error>?
    private var lastError: AMQPError?

    init(
        _ steps: [TopologyStep],
        deadline: ContinuousClock.Instant,
        continuation: CheckedContinuation<Int, any Error>
    ) {
        self.steps = steps
        self.due = deadline
        self.continuation = continuation
    }

    let wantsChannel = true

    var isBusy: Bool {
        self.continuation != nil
    }

    var wish: ChannelWish {
        self.continuation == nil ? .detach : .nothing
    }

    var deadline: ContinuousClock.Instant? {
        self.continuation == nil ? nil : self.due
    }

    func open(_ channel: OpenChannel) throws(AMQPError) {
        do {
            var messages = 0
            for step in self.steps {
                messages = try channel.wire.perform(step, on: channel.number) ?? 0
            }
            self.continuation?.resume(returning: messages)
            self.continuation = nil
        } catch {
            if error.code == .channel {
                self.answer(AMQPError(.topology, error.detail, replyCode: error.replyCode))
            }
            throw error
        }
    }

    func receive(_ event: ChannelEvent) throws(AMQPError) {}

    func advance(_ turn: Turn, on channel: OpenChannel) throws(AMQPError) -> SendReadiness {
        .now
    }

    func expire(now: ContinuousClock.Instant) {
        guard self.due <= now else { return }
        self.answer(self.lastError ?? AMQPError(.timeout, "the broker could not be asked in time"))
    }

    func lose(because error: AMQPError) {
        self.lastError = error
    }

    func end(because error: AMQPError) {
        self.answer(error)
    }

    private func answer(_ error: AMQPError) {
        self.continuation?.resume(throwing: error)
        self.continuation = nil
    }
}
