import Kernel
import Metrics

/// What this module measures.
enum MessagingMetrics {
    static let outboxParked = Counter(label: "outbox_parked_total")
    static let unknownReplies = Counter(label: "rpc_unknown_replies_total")
    static let malformedBundles = Counter(label: "rpc_malformed_bundles_total")
    static let abandonedReplies = Counter(label: "rpc_abandoned_replies_total")
    static let expiredRequests = Counter(label: "rpc_expired_requests_total")
    static let forgedRequests = Counter(label: "rpc_forged_requests_total")
    static let deadLettersStored = Counter(label: "dead_letters_stored_total")

    static func outboxPending(_ host: String) -> Gauge {
        Gauge(label: "outbox_pending", dimensions: [("vhost", host)])
    }

    static func outboxOldestAge(_ host: String) -> Gauge {
        Gauge(label: "outbox_oldest_age_seconds", dimensions: [("vhost", host)])
    }

    static func outboxOutcomes(_ outcome: String) -> Counter {
        Counter(label: "outbox_outcomes_total", dimensions: [("outcome", outcome)])
    }

    static func duplicates(consumer: String) -> Counter {
        Counter(label: "inbox_duplicates_total", dimensions: [("consumer", consumer)])
    }

    static func handlerSeconds(type: String, outcome: String) -> Timer {
        Timer(label: "handler_seconds", dimensions: [("type", type), ("outcome", outcome)])
    }

    static func operationSeconds(_ operation: String, status: Int) -> Timer {
        self.operationTimers[Answered(operation: operation, status: status)]
    }

    private struct Answered: Hashable, Sendable {
        let operation: String
        let status: Int
    }

    /// Each request needs one, and making it costs more than using it.
    private static let operationTimers = Memo<Answered, Timer>(capacity: 2_000) { answered in
        Timer(
            label: "operation_seconds",
            dimensions: [("operation", answered.operation), ("status", "\(answered.status)")]
        )
    }

    /// From when a message was sent to when it was settled, by two machines' clocks.
    static func criticalTime(queue: String) -> Timer {
        Timer(label: "consumer_critical_time", dimensions: [("queue", queue)])
    }

    static func retries(tier: String) -> Counter {
        Counter(label: "retry_total", dimensions: [("tier", tier)])
    }

    static func deadLetters(queue: String, code: String) -> Counter {
        Counter(label: "dead_letters_total", dimensions: [("queue", queue), ("code", code)])
    }

    static func openDeadLetters(type: String, code: String) -> Gauge {
        Gauge(label: "dead_letter_open", dimensions: [("type", type), ("error", code)])
    }

    static let oldestDeadLetter = Gauge(label: "dead_letter_oldest_age_seconds")
}
