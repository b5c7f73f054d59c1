import Metrics
import NIOCore
import Synchronization

/// Counts and times requests, by what was asked and how it was answered.
final class RequestMetrics: Sendable {
    private struct Answered: Hashable {
        let operation: String
        let status: Int
    }

    private struct Series {
        let total: Counter
        let seconds: Timer
    }

    /// Each request needs its own, and making them costs more than using them.
    private let series = Mutex<[Answered: Series]>([:])

    /// - Parameter operation: `unknown` for a request that names none.
    func count(_ operation: String, status: Int, duration: TimeAmount) {
        let answered = Answered(operation: operation, status: status)
        let series = self.series.withLock { series in
            if let known = series[answered] { return known }
            let new = Series(
                total: Counter(
                    label: "http_requests_total",
                    dimensions: [("operation", operation), ("status", "\(status)")]
                ),
                seconds: Timer(
                    label: "http_request_seconds",
                    dimensions: [("operation", operation)]
                )
            )
            series[answered] = new
            return new
        }
        series.total.increment()
        series.seconds.recordNanoseconds(duration.nanoseconds)
    }
}
