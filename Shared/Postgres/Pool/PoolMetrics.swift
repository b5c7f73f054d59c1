import Metrics

/// What operators see of a pool.
struct PoolMetrics: Sendable {
    private let inUse: Gauge
    private let waiting: Gauge
    private let acquireWait: Metrics.Timer
    private let discarded: Counter

    init(applicationName: String) {
        let dimensions = [("application", applicationName)]
        self.inUse = Gauge(label: "postgres_pool_in_use", dimensions: dimensions)
        self.waiting = Gauge(label: "postgres_pool_waiting", dimensions: dimensions)
        self.acquireWait = Metrics.Timer(
            label: "postgres_pool_acquire_wait",
            dimensions: dimensions,
            preferredDisplayUnit: .seconds
        )
        self.discarded = Counter(label: "postgres_pool_discarded", dimensions: dimensions)
    }

    func record(inUse: Int, waiting: Int) {
        self.inUse.record(inUse)
        self.waiting.record(waiting)
    }

    func recordWait(_ duration: Duration) {
        self.acquireWait.record(duration: duration)
    }

    func countDiscarded() {
        self.discarded.increment()
    }
}
