import CoreMetrics
import Synchronization

/// A count that only grows until it is reset.
final class CounterSeries: MetricSeries, CounterHandler, FloatingPointCounterHandler {
    static let kind = MetricFamily.Kind.counter
    private let total = Mutex<Double>(0)

    func increment(by amount: Int64) {
        self.increment(by: Double(amount))
    }

    /// Negative amounts are passed over: a counter that falls reads as a restart.
    func increment(by amount: Double) {
        guard amount > 0 else { return }
        self.total.withLock { $0 += amount }
    }

    func reset() {
        self.total.withLock { $0 = 0 }
    }

    func samples(_ labels: MetricLabels) -> [MetricFamily.Sample] {
        [MetricFamily.Sample(labels: labels, value: self.total.withLock { $0 })]
    }
}
