import AMQP
import DequeModule
import Metrics
import Synchronization

/// The answers of a service that wait to be sent; those to one instance share messages.
final class ReplyLane: MessageSource {
    /// Answers that wait; more are refused.
    static let limit = 20_000

    fileprivate struct State {
        /// By instance; none is empty.
        var waiting: [String: Deque<OutgoingReply>] = [:]
        /// The instances that answers wait for, whoever waits longest first.
        var instances: Deque<String> = []
        var count = 0
        /// Whether the publisher will ask by itself.
        var isAwake = false
    }

    private let publisher: Publisher
    private let state = Mutex(State())

    init(_ publisher: Publisher) {
        self.publisher = publisher
    }

    /// Has an answer sent, together with those of the tasks that are ready to go on at this moment.
    ///
    /// - Throws: ``AMQPError`` when it cannot be.
    func send(_ reply: OutgoingReply, to instance: String) async throws(AMQPError) {
        guard self.publisher.isReady else {
            throw AMQPError(.unavailable, "the broker is not reachable or takes no messages")
        }
        let limit = self.publisher.messageLimits.maximumBody
        guard reply.size + ReplyBundle.overhead <= limit else {
            throw AMQPError(.invalidMessage, "the answer has more than \(limit) bytes")
        }
        let (isTaken, mustWake) = self.state.withLock { state in
            guard state.count < Self.limit else { return (false, false) }
            if state.waiting[instance] == nil { state.instances.append(instance) }
            state.waiting[instance, default: []].append(reply)
            state.count += 1
            defer { state.isAwake = true }
            return (true, !state.isAwake)
        }
        guard isTaken else { throw AMQPError(.overloaded, "\(Self.limit) answers wait already") }
        guard mustWake else { return }
        // What was decided together is answered together: the others of its batch are ready, too.
        await Task.yield()
        try self.publisher.drawTransient(from: self)
    }

    func next() -> SourcedMessage? {
        let taken = self.state.withLock { state in
            let taken = state.take()
            if taken == nil { state.isAwake = false }
            return taken
        }
        guard let (instance, replies) = taken else { return nil }
        return SourcedMessage(
            OutboundMessage(
                exchange: SharedExchange.replies,
                routingKey: instance,
                properties: MessageProperties(
                    type: "replies",
                    contentType: BundleFormat.replies,
                    isPersistent: false
                ),
                body: ReplyBundle.bytes(of: replies)
            )
        )
    }

    /// Drops what waits: who asked notices that no answer comes.
    func abandon(because error: AMQPError) {
        let count = self.state.withLock { state in
            defer { state = State() }
            return state.count
        }
        if count > 0 { MessagingMetrics.abandonedReplies.increment(by: count) }
    }
}

extension ReplyLane.State {
    /// As many answers to the first instance as fit a bundle.
    fileprivate mutating func take() -> (instance: String, replies: [OutgoingReply])? {
        guard let instance = self.instances.popFirst(), var waiting = self.waiting[instance] else {
            return nil
        }
        self.waiting[instance] = nil
        var replies: [OutgoingReply] = []
        var size = ReplyBundle.overhead
        while let reply = waiting.first, replies.count < BundleFormat.maximumCount {
            size += reply.size
            guard replies.isEmpty || size <= BundleFormat.maximumBytes else { break }
            replies.append(reply)
            waiting.removeFirst()
        }
        self.count -= replies.count
        if !waiting.isEmpty {
            self.waiting[instance] = waiting
            self.instances.append(instance)
        }
        return (instance, replies)
    }
}
