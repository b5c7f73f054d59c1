package import CoreMetrics

/// Names follow the Prometheus conventions: counters end in `_total`, timers in `_seconds`.
extension PrometheusRegistry: MetricsFactory {
    package func makeCounter(
        label: String,
        dimensions: [(String, String)]
    ) -> any CounterHandler {
        self.counter(label, dimensions)
    }

    package func makeFloatingPointCounter(
        label: String,
        dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        self.counter(label, dimensions)
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        self.gauge(label, dimensions)
    }

    /// A gauge where only the last value matters, a histogram where they aggregate.
    package func makeRecorder(
        label: String,
        dimensions: [(String, String)],
        aggregate: Bool
    ) -> any RecorderHandler {
        guard aggregate else { return self.gauge(label, dimensions) }
        return self.series(MetricName.metric(label), MetricLabels(dimensions)) {
            HistogramSeries(bounds: HistogramSeries.recorderBounds)
        }
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        let name = MetricName.metric(label, unit: "_seconds")
        return self.series(name, MetricLabels(dimensions)) {
            HistogramSeries(bounds: HistogramSeries.timerBounds)
        }
    }

    package func destroyCounter(_ handler: any CounterHandler) { self.remove(handler) }
    package func destroyMeter(_ handler: any MeterHandler) { self.remove(handler) }
    package func destroyRecorder(_ handler: any RecorderHandler) { self.remove(handler) }
    package func destroyTimer(_ handler: any TimerHandler) { self.remove(handler) }
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {
        self.remove(handler)
    }

    private func counter(_ label: String, _ dimensions: [(String, String)]) -> CounterSeries {
        let name = MetricName.metric(label, unit: "_total")
        return self.series(name, MetricLabels(dimensions)) { CounterSeries() }
    }

    private func gauge(_ label: String, _ dimensions: [(String, String)]) -> GaugeSeries {
        self.series(MetricName.metric(label), MetricLabels(dimensions)) { GaugeSeries() }
    }
}
