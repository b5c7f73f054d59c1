import CoreMetrics
import Synchronization

/// A value that goes up and down.
final class GaugeSeries: MetricSeries, MeterHandler, RecorderHandler {
    static let kind = MetricFamily.Kind.gauge
    private let value = Mutex<Double>(0)

    func set(_ value: Int64) {
        self.set(Double(value))
    }

    func set(_ value: Double) {
        self.value.withLock { $0 = value }
    }

    func increment(by amount: Double) {
        self.value.withLock { $0 += amount }
    }

    func decrement(by amount: Double) {
        self.value.withLock { $0 -= amount }
    }

    func record(_ value: Int64) {
        self.set(value)
    }

    func record(_ value: Double) {
        self.set(value)
    }

    func samples(_ labels: MetricLabels) -> [MetricFamily.Sample] {
        [MetricFamily.Sample(labels: labels, value: self.value.withLock { $0 })]
    }
}
