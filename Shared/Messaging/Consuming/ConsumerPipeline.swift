import AMQP
import Kernel
import Logging
import Metrics
import ServiceLifecycle
import Synchronization

/// From deliveries to settlements: parse, isolate suspects, process, copy failures, settle.
final class ConsumerPipeline: Sendable {
    private let copies: MessageCopy
    private let isIngress: Bool
    private let processor: any MessageProcessor
    private let policy: RetryPolicy
    private let sender: CopySender
    private let outage: Mutex<OutageGuard>

    init(
        copies: MessageCopy,
        isIngress: Bool,
        publisher: Publisher,
        processor: any MessageProcessor,
        policy: RetryPolicy
    ) {
        self.copies = copies
        self.isIngress = isIngress
        self.processor = processor
        self.policy = policy
        self.sender = CopySender(publisher: publisher, policy: policy)
        self.outage = Mutex(OutageGuard(policy))
    }

    /// Settles each delivery, in the same order.
    func handle(_ deliveries: [Delivery]) async -> [Settlement] {
        let received = deliveries.map { ReceivedMessage($0, isIngress: self.isIngress) }
        var dispositions = [Disposition?](repeating: nil, count: received.count)
        var readable: [(index: Int, message: IncomingMessage)] = []
        for (index, message) in received.enumerated() {
            switch message.content {
            case .success(let message): readable.append((index, message))
            case .failure(let error): dispositions[index] = Disposition(error)
            }
        }
        for group in self.groups(of: readable, in: received) {
            for (entry, disposition) in zip(group, await self.process(group.map(\.message))) {
                dispositions[entry.index] = disposition
            }
        }
        #if DEBUG
        CrashPoint.afterCommit.hit()
        #endif
        return await self.settle(received, dispositions)
    }

    /// What is handled together: a suspect alone, all others in one batch.
    private func groups(
        of readable: [(index: Int, message: IncomingMessage)],
        in received: [ReceivedMessage]
    ) -> [[(index: Int, message: IncomingMessage)]] {
        let isProbing = self.outage.withLock { $0.pause != nil }
        func isAlone(_ index: Int) -> Bool {
            isProbing || received[index].delivery.deliveryCount >= self.policy.suspectDeliveries
        }
        let together = readable.filter { !isAlone($0.index) }
        let alone = readable.filter { isAlone($0.index) }
        return (together.isEmpty ? [] : [together]) + alone.map { [$0] }
    }

    /// Processes messages, through an outage if there is one; `nil` for those to be given back.
    private func process(_ messages: [IncomingMessage]) async -> [Disposition?] {
        var dispositions = [Disposition?](repeating: nil, count: messages.count)
        var pending = Array(messages.indices)
        var probes = 0
        let limit = ContinuousClock.now.advanced(by: self.policy.maximumHold)
        if let pause = self.outage.withLock({ $0.pause }) {
            guard await self.wait(pause) else { return dispositions }
        }
        while !pending.isEmpty {
            let attempted = probes == 0 ? pending[...] : pending.prefix(1)
            let results = await self.processor.process(attempted.map { messages[$0] })
            precondition(results.count == attempted.count, "a processor answers for each message")
            var held: [Int] = []
            for (index, result) in zip(attempted, results) {
                if result.isOutage { held.append(index) } else { dispositions[index] = result }
            }
            pending = held + pending.dropFirst(attempted.count)
            probes = held.isEmpty ? 0 : probes + 1
            guard probes > 0 else { continue }
            let pause = self.policy.probePauses.doubled(times: probes - 1)
            guard ContinuousClock.now < limit, await self.wait(pause) else { break }
        }
        self.outage.withLock { $0.record(dispositions.compactMap(\.self)) }
        return dispositions
    }

    /// Waits; `false` when the process is stopping.
    private func wait(_ pause: Duration) async -> Bool {
        do {
            try await cancelWhenGracefulShutdown { try await Task.sleep(for: pause) }
            return !Task.isShuttingDownGracefully
        } catch {
            // The only error is that of cancellation, which is what the answer says.
            return false
        }
    }

    private func settle(
        _ received: [ReceivedMessage],
        _ dispositions: [Disposition?]
    ) async -> [Settlement] {
        var settlements = [Settlement](repeating: .giveBack, count: received.count)
        var failed: [(index: Int, copy: OutboundMessage)] = []
        for (index, disposition) in dispositions.enumerated() {
            switch disposition {
            case .done:
                settlements[index] = .acknowledge
            case .retry(let failure):
                failed.append((index, self.copy(of: received[index], retrying: failure)))
            case .deadLetter(let failure):
                failed.append((index, self.deadLetter(received[index], because: failure)))
            case nil:
                continue
            }
            self.recordTime(of: received[index])
        }
        for (index, settlement) in await self.sender.send(failed) {
            settlements[index] = settlement
        }
        return settlements
    }

    private func copy(of received: ReceivedMessage, retrying failure: Failure) -> OutboundMessage {
        guard let tier = self.policy.tier(after: received.attempt) else {
            return self.deadLetter(received, because: failure)
        }
        MessagingMetrics.retries(tier: tier.rawValue).increment()
        return self.copies.retry(received, tier: tier)
    }

    private func deadLetter(
        _ received: ReceivedMessage,
        because failure: Failure
    ) -> OutboundMessage {
        MessagingMetrics.deadLetters(queue: self.copies.queue, code: failure.code).increment()
        Logger.current.error(
            "A message becomes a dead letter",
            metadata: [
                "message.id": "\(received.delivery.properties.messageID ?? "none")",
                "message.type": "\(received.delivery.properties.type ?? "none")",
                "message.attempt": "\(received.attempt)",
                "queue": "\(self.copies.queue)",
                "error.code": "\(failure.code)",
            ]
        )
        return self.copies.deadLetter(received, because: failure)
    }

    private func recordTime(of received: ReceivedMessage) {
        guard case .success(let message) = received.content else { return }
        MessagingMetrics.criticalTime(queue: self.copies.queue)
            .record(duration: Timestamp.now.duration(since: message.occurredAt))
    }
}
