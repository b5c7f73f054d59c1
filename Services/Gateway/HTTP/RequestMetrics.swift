import Kernel
import Metrics
import NIOCore

/// Counts and times requests, by what was asked and how it was answered.
struct RequestMetrics: Sendable {
    private struct Answered: Hashable, Sendable {
        let operation: String
        let status: Int
    }

    /// Each request needs one of each, and making them costs more than using them.
    private let totals = Memo<Answered, Counter>(capacity: 2_000) { answered in
        Counter(
            label: "http_requests_total",
            dimensions: [("operation", answered.operation), ("status", "\(answered.status)")]
        )
    }
    private let seconds = Memo<String, Timer>(capacity: 500) { operation in
        Timer(label: "http_request_seconds", dimensions: [("operation", operation)])
    }

    /// - Parameter operation: `unknown` for a request that names none.
    func count(_ operation: String, status: Int, duration: TimeAmount) {
        self.totals[Answered(operation: operation, status: status)].increment()
        self.seconds[operation].recordNanoseconds(duration.nanoseconds)
    }
}
