import DequeModule

/// Publishes batches and waits for the broker to confirm each message.
final class ConfirmingChannel: ChannelRole {
    /// Where a confirm goes.
    private struct Ticket: Sendable {
        let batch: UInt64
        let index: Int
    }

    private let limits: PublisherLimits
    private let messageLimits: MessageLimits
    private var tracker = ConfirmTracker<Ticket>()
    private var batches: [UInt64: PublishBatch] = [:]
    /// Batches with messages that are not sent yet, oldest first.
    private var unsent: Deque<UInt64> = []
    /// By number; the deadline of the first is the nearest, except that what a source gives may have
    /// waited before it got a number.
    private var pending: Deque<UInt64> = []
    private var nextBatch: UInt64 = 0
    private var queuedMessages = 0
    private var sources = AwakeSources()
    /// Names messages of sources, to tell them apart when they are returned.
    private var sourcedMessages: UInt64 = 0
    private(set) var wish = ChannelWish.nothing
    private var isEnded = false

    init(_ limits: PublisherLimits, message: MessageLimits) {
        self.limits = limits
        self.messageLimits = message
    }

    let wantsChannel = true

    var isBusy: Bool {
        !self.batches.isEmpty || !self.sources.isEmpty
    }

    var deadline: ContinuousClock.Instant? {
        self.pending.first.flatMap { self.batches[$0]?.deadline }
    }

    func enqueue(_ batch: PublishBatch) {
        guard !self.isEnded else {
            batch.abandon(because: AMQPError(.closed, "the connection has ended"))
            return
        }
        guard self.queuedMessages + batch.messages.count <= self.limits.queued else {
            batch.abandon(
                because: AMQPError(.overloaded, "\(self.queuedMessages) messages wait already")
            )
            return
        }
        self.queuedMessages += batch.messages.count
        self.batches[self.nextBatch] = batch
        self.unsent.append(self.nextBatch)
        self.pending.append(self.nextBatch)
        self.nextBatch += 1
    }

    /// Has a source asked for messages until it has none.
    func wake(_ source: any MessageSource) {
        guard !self.isEnded else {
            source.abandon(because: AMQPError(.closed, "the connection has ended"))
            return
        }
        self.sources.wake(source)
    }

    func open(_ channel: OpenChannel) throws(AMQPError) {
        self.wish = .nothing
        try channel.wire.selectConfirms(on: channel.number)
    }

    func receive(_ event: ChannelEvent) throws(AMQPError) {
        switch event {
        case .confirm(let tag, let isMultiple, let isPositive):
            let settled = try self.tracker.confirm(
                tag,
                isMultiple: isMultiple,
                isPositive: isPositive
            )
            for (ticket, outcome) in settled {
                guard let batch = self.batches[ticket.batch] else { continue }
                if batch.settle(ticket.index, outcome) { self.forget(ticket.batch, batch) }
            }
        case .returned(let message):
            // A message that is not known was given up; its publisher has its answer.
            _ = self.tracker.take(message)
        case .delivery, .cancelled, .closed:
            break
        }
    }

    func advance(_ turn: Turn, on channel: OpenChannel) throws(AMQPError) -> SendReadiness {
        guard !turn.isBlocked else {
            self.sources.abandonAll(because: AMQPError(.unavailable, "the broker is blocked"))
            return .now
        }
        while true {
            guard self.tracker.span < self.limits.window else { return .now }
            guard let id = self.unsent.first else {
                guard self.draw() else { return .now }
                continue
            }
            guard let batch = self.batches[id], let message = batch.next else {
                self.unsent.removeFirst()
                continue
            }
            let readiness = try channel.wire.readiness(toSend: message.wireSize)
            guard readiness == .now else { return readiness }
            // Noted first: a message that is half written when the wire breaks is indeterminate.
            self.tracker.publish(Ticket(batch: id, index: batch.sent), MessageIdentity(message))
            batch.advance()
            try channel.wire.publish(message, on: channel.number)
        }
    }

    /// Takes in a message of a source; `false` when none has any.
    private func draw() -> Bool {
        guard let (source, sourced) = self.sources.next() else { return false }
        var message = sourced.message
        if message.isMandatory, message.properties.messageID == nil {
            self.sourcedMessages += 1
            message.properties.messageID = "\(self.sourcedMessages)"
        }
        do throws(AMQPError) {
            try self.messageLimits.check(message)
        } catch {
            sourced.completion(.failure(error))
            return true
        }
        let batch = PublishBatch(
            [message],
            deadline: sourced.waitingSince + self.limits.timeout,
            source: source
        ) { result in
            sourced.completion(result.map { $0.first ?? .indeterminate })
        }
        self.enqueue(batch)
        return true
    }

    func expire(now: ContinuousClock.Instant) {
        while let id = self.pending.first {
            guard let batch = self.batches[id] else {
                self.pending.removeFirst()
                continue
            }
            guard batch.deadline <= now else { return }
            let error = AMQPError(.timeout, "no confirm within \(self.limits.timeout)")
            // Its tags would fill the window for ever if the broker never answers.
            if batch.sent > 0 { self.wish = .reset(error) }
            batch.abandon(because: error)
            self.forget(id, batch)
        }
    }

    /// What was sent has no outcome any more; what was not, in batches or sources, waits for the next
    /// channel.
    func lose(because error: AMQPError) {
        self.wish = .nothing
        _ = self.tracker.abandonAll()
        for (id, batch) in self.batches where batch.sent > 0 {
            batch.abandon(because: error)
            self.forget(id, batch)
        }
    }

    func loseConnection(because error: AMQPError) {
        self.lose(because: error)
        self.sources.abandonAll(because: error)
    }

    func end(because error: AMQPError) {
        self.isEnded = true
        for (id, batch) in self.batches {
            batch.abandon(because: error)
            self.forget(id, batch)
        }
        self.sources.abandonAll(because: error)
    }

    private func forget(_ id: UInt64, _ batch: PublishBatch) {
        self.batches[id] = nil
        self.queuedMessages -= batch.messages.count
        if self.pending.first == id { self.pending.removeFirst() }
        if batch.sent > 0 { batch.report() }
        if let source = batch.source { self.sources.wake(source) }
    }
}
