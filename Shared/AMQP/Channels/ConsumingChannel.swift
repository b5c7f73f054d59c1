import DequeModule
import Foundation
import Metrics

/// Subscribes to a queue and hands its deliveries out, in batches or to a receiver.
final class ConsumingChannel: ChannelRole {
    typealias Waiter = CheckedContinuation<[Delivery]?, Never>

    private let subscription: Subscription
    private let onState: @Sendable (ConsumerState) -> Void
    private var buffer: DeliveryBuffer
    private var tracker = SettlementTracker()
    private var commands: [SettlementCommand] = []
    private var channel: OpenChannel?
    private var consumerTag = ""
    /// Who waits for a batch, or for the end where a receiver takes the deliveries.
    private var waiter: Waiter?
    /// The turn in which a stopping consumer was cancelled at the broker.
    private var cancelledIn: UInt64?
    private var isStopping = false
    /// When the queue was last asked for more: each settlement does.
    private var lastAsked = ContinuousClock.now
    private(set) var wish = ChannelWish.nothing

    /// How long nothing is asked of the queue before its consumer is cancelled.
    ///
    /// What a quorum queue hands out while it is being cancelled never gets here: RabbitMQ takes it
    /// back itself, as a redelivery (rabbitmq-server#3729).
    private static let quietBeforeCancel = Duration.milliseconds(200)

    init(_ subscription: Subscription, onState: @escaping @Sendable (ConsumerState) -> Void) {
        self.subscription = subscription
        self.buffer = DeliveryBuffer(suspectDeliveries: subscription.batch.suspectDeliveries)
        self.onState = onState
    }

    var wantsChannel: Bool {
        !self.isStopping
    }

    let isBusy = true

    var deadline: ContinuousClock.Instant? {
        if let cancelDue { return cancelDue }
        guard self.waiter != nil else { return nil }
        // Without a channel or with nothing left to send, the next turn finishes the drain.
        if self.isStopping, self.commands.isEmpty, self.buffer.count == 0 { return .now }
        return self.subscription.receiver == nil
            ? self.buffer.due(self.subscription.batch) : nil
    }

    /// When to cancel at the broker; `nil` when there is nothing to cancel.
    private var cancelDue: ContinuousClock.Instant? {
        guard self.isStopping, self.channel != nil, self.cancelledIn == nil else { return nil }
        return self.lastAsked + Self.quietBeforeCancel
    }

    /// Settles what was handled and asks for more.
    func park(_ waiter: Waiter, settling settled: SettledBatch?) {
        if let settled { self.settle(settled) }
        guard self.wish != .detach else {
            waiter.resume(returning: nil)
            return
        }
        self.waiter = waiter
        self.handOut(now: .now)
    }

    /// Stops taking deliveries; those that have arrived are still handed out.
    func stop() {
        self.isStopping = true
    }

    /// Ends without handing out what has arrived; the broker will deliver it again.
    func abort() {
        self.isStopping = true
        self.finish()
    }

    func open(_ channel: OpenChannel) throws(AMQPError) {
        self.wish = .nothing
        self.tracker = SettlementTracker()
        self.channel = channel
        for step in self.subscription.setUp {
            try channel.wire.perform(step, on: channel.number)
        }
        if !self.subscription.isNoAck {
            try channel.wire.limitPrefetch(self.subscription.prefetch, on: channel.number)
        }
        // Never used twice: RabbitMQ 3.10.8 ends the connection when a tag is used again while
        // deliveries are in flight (rabbitmq-server#5927).
        self.consumerTag = UUID().uuidString
        try channel.wire.consume(
            self.subscription.queue,
            consumerTag: self.consumerTag,
            isNoAck: self.subscription.isNoAck,
            on: channel.number
        )
        self.lastAsked = .now
        self.onState(.subscribed)
    }

    func receive(_ event: ChannelEvent) throws(AMQPError) {
        switch event {
        case .delivery(let consumerTag, let delivery):
            guard consumerTag == self.consumerTag else { return }
            if self.subscription.isNoAck {
                guard self.buffer.count < self.subscription.noAckBuffer else {
                    AMQPMetrics.droppedUnacknowledged.increment()
                    return
                }
            } else {
                try self.tracker.deliver(delivery.tag.value)
            }
            self.buffer.append(delivery)
        case .cancelled:
            self.wish = .reset(
                AMQPError(
                    .channel,
                    "the broker cancelled the consumer of \(self.subscription.queue)"
                )
            )
        case .confirm, .returned, .closed:
            break
        }
    }

    func advance(_ turn: Turn, on channel: OpenChannel) throws(AMQPError) -> SendReadiness {
        if let cancelDue, cancelDue <= turn.now {
            self.cancelledIn = turn.number
            try channel.wire.cancel(self.consumerTag, on: channel.number)
        }
        self.offer()
        // A stopping consumer asks for no more until it is cancelled.
        if self.cancelDue == nil {
            let readiness = try self.sendSettlements(over: channel)
            guard readiness == .now else { return readiness }
        }
        self.handOut(now: turn.now)
        // What the broker sent before it cancelled has been read by a later turn.
        if let cancelledIn = self.cancelledIn, turn.number > cancelledIn, turn.isDry {
            self.finishWhenEmpty()
        }
        return .now
    }

    private func sendSettlements(
        over channel: OpenChannel
    ) throws(AMQPError) -> SendReadiness {
        while let command = self.commands.first {
            let readiness = try channel.wire.readiness(toSend: SettlementCommand.wireSize)
            guard readiness == .now else { return readiness }
            channel.wire.sendBudget -= SettlementCommand.wireSize
            self.commands.removeFirst()
            try channel.wire.settle(command, on: channel.number)
            self.lastAsked = .now
        }
        return .now
    }

    func expire(now: ContinuousClock.Instant) {
        self.handOut(now: now)
        if self.isStopping, self.channel == nil { self.finishWhenEmpty() }
    }

    func lose(because error: AMQPError) {
        self.channel = nil
        guard self.wish != .detach else { return }
        self.wish = .nothing
        // The broker delivers these again, to whoever subscribes first.
        self.buffer.removeAll()
        self.commands = []
        self.onState(.interrupted(error))
        if self.isStopping { self.finishWhenEmpty() }
    }

    func end(because error: AMQPError) {
        self.lose(because: error)
        self.finish()
    }

    private func settle(_ settled: SettledBatch) {
        guard let channel = self.channel, settled.epoch == channel.epoch else {
            // The broker delivers these again; settling them now would settle others.
            AMQPMetrics.staleSettlements.increment(by: settled.settlements.count)
            return
        }
        self.commands += self.tracker.settle(settled.settlements)
    }

    /// Offers what has arrived to the receiver until it takes no more.
    private func offer() {
        guard let receiver = self.subscription.receiver else { return }
        let taken = self.buffer.offer(to: receiver)
        guard !self.subscription.isNoAck, !taken.isEmpty else { return }
        self.commands += self.tracker.settle(taken.map { ($0.tag.value, .acknowledge) })
    }

    private func handOut(now: ContinuousClock.Instant) {
        let policy = self.subscription.batch
        guard self.waiter != nil, self.subscription.receiver == nil,
            self.isStopping ? self.buffer.count > 0 : self.buffer.isRipe(policy, now: now)
        else { return }
        // What a suspect may take down with it must be settled before.
        guard self.commands.isEmpty || !self.buffer.isSuspectNext else { return }
        let waiter = self.waiter
        self.waiter = nil
        waiter?.resume(returning: self.buffer.take(policy.maximumCount))
    }

    private func finishWhenEmpty() {
        guard self.waiter != nil, self.buffer.count == 0, self.commands.isEmpty else { return }
        self.finish()
    }

    private func finish() {
        self.wish = .detach
        self.onState(.ended)
        self.waiter?.resume(returning: nil)
        self.waiter = nil
    }
}

extension SettlementCommand {
    /// Bytes on the wire, rounded up.
    fileprivate static let wireSize = 32
}
