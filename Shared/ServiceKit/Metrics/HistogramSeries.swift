import CoreMetrics
import Synchronization

/// How often values fell under each of some fixed bounds.
final class HistogramSeries: MetricSeries, RecorderHandler, TimerHandler {
    static let kind = MetricFamily.Kind.histogram
    private let bounds: [Double]
    private let state: Mutex<State>

    private struct State {
        /// One per bound, and one for everything above.
        var counts: [Int]
        var sum: Double = 0
    }

    /// Seconds: from a fast statement to a request that has run into its deadline.
    static let timerBounds: [Double] = [
        0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
    ]

    /// Counts and sizes: batches, rows, bytes.
    static let recorderBounds: [Double] = [
        1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 10_000, 100_000, 1_000_000,
    ]

    /// - Parameter bounds: Inclusive upper bounds in ascending order.
    init(bounds: [Double]) {
        self.bounds = bounds
        self.state = Mutex(State(counts: Array(repeating: 0, count: bounds.count + 1)))
    }

    func record(_ value: Int64) {
        self.record(Double(value))
    }

    /// NaN is passed over: it would make the sum NaN for ever.
    func record(_ value: Double) {
        guard !value.isNaN else { return }
        let index = self.bounds.firstIndex { value <= $0 } ?? self.bounds.count
        self.state.withLock { state in
            state.counts[index] += 1
            state.sum += value
        }
    }

    func recordNanoseconds(_ duration: Int64) {
        self.record(Double(duration) / 1_000_000_000)
    }

    func samples(_ labels: MetricLabels) -> [MetricFamily.Sample] {
        let (counts, sum) = self.state.withLock { ($0.counts, $0.sum) }
        var samples: [MetricFamily.Sample] = []
        var running = 0
        for (bound, count) in zip(self.bounds + [.infinity], counts) {
            running += count
            samples.append(
                MetricFamily.Sample(
                    suffix: "_bucket",
                    labels: labels.bucket(upperBound: PrometheusText.number(bound)),
                    value: Double(running)
                )
            )
        }
        samples.append(MetricFamily.Sample(suffix: "_sum", labels: labels, value: sum))
        samples.append(
            MetricFamily.Sample(suffix: "_count", labels: labels, value: Double(running))
        )
        return samples
    }
}
