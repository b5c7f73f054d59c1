import Metrics

/// Messages whose publisher is told of their outcomes.
final class PublishBatch {
    typealias Completion = @Sendable (Result<[PublishOutcome], AMQPError>) -> Void

    let messages: [OutboundMessage]
    let startedAt: ContinuousClock.Instant
    let deadline: ContinuousClock.Instant
    /// How many messages have been handed to the wire.
    private(set) var sent = 0
    private var outcomes: [PublishOutcome?]
    private var unsettled: Int
    private let completion: Completion
    /// Who is asked for more once this one is settled.
    let source: (any MessageSource)?

    init(
        _ messages: [OutboundMessage],
        deadline: ContinuousClock.Instant,
        source: (any MessageSource)? = nil,
        completion: @escaping Completion
    ) {
        self.messages = messages
        self.source = source
        self.startedAt = .now
        self.deadline = deadline
        self.outcomes = Array(repeating: nil, count: messages.count)
        self.unsettled = messages.count
        self.completion = completion
    }

    /// The message to send next.
    var next: OutboundMessage? {
        self.sent < self.messages.count ? self.messages[self.sent] : nil
    }

    func advance() {
        self.sent += 1
    }

    /// Notes an outcome and answers when it was the last; `true` then.
    func settle(_ index: Int, _ outcome: PublishOutcome) -> Bool {
        guard self.outcomes[index] == nil else { return false }
        self.outcomes[index] = outcome
        self.unsettled -= 1
        guard self.unsettled == 0 else { return false }
        self.completion(.success(self.outcomes.map { $0 ?? .indeterminate }))
        return true
    }

    /// Answers at once; with the error if nothing was sent.
    func abandon(because error: AMQPError) {
        guard self.sent > 0 else {
            self.completion(.failure(error))
            return
        }
        self.completion(.success(self.outcomes.map { $0 ?? .indeterminate }))
    }

    /// Counts the outcomes so far; those unknown are indeterminate.
    func report() {
        for outcome in self.outcomes {
            (outcome ?? .indeterminate).counter.increment()
        }
        AMQPMetrics.confirmLatency.record(duration: .now - self.startedAt)
    }
}

extension PublishOutcome {
    fileprivate var counter: Counter {
        switch self {
        case .confirmed: AMQPMetrics.confirmed
        case .unroutable: AMQPMetrics.unroutable
        case .refused: AMQPMetrics.refused
        case .indeterminate: AMQPMetrics.indeterminate
        }
    }
}
