import CoreMetrics
import ServiceKit
import Testing

struct PrometheusTests {
    private let registry = PrometheusRegistry(maximumFamilies: 20, maximumSeries: 3)

    private func text() -> [String] {
        PrometheusText.render(self.registry.snapshot()).split(separator: "\n").map(String.init)
    }

    @Test func `the exposition of every type`() {
        withMetricsFactory(self.registry) {
            Counter(label: "publish.outcomes", dimensions: [("outcome", "confirmed")])
                .increment(by: 2)
            FloatingPointCounter(label: "seconds.busy").increment(by: 0.25)
            Meter(label: "outbox_pending").set(7)
            Gauge(label: "pool-in-use").record(1.5)
            let timer = Timer(label: "handler", dimensions: [("type", "a\"b\\c\nd")])
            timer.recordMilliseconds(4)
            timer.recordSeconds(60)
            Recorder(label: "batch").record(50)
        }
        let text = self.text()
        let expected = """
            # TYPE batch histogram
            batch_bucket{le="1"} 0
            batch_bucket{le="2"} 0
            batch_bucket{le="5"} 0
            batch_bucket{le="10"} 0
            batch_bucket{le="20"} 0
            batch_bucket{le="50"} 1
            batch_bucket{le="100"} 1
            batch_bucket{le="200"} 1
            batch_bucket{le="500"} 1
            batch_bucket{le="1000"} 1
            batch_bucket{le="10000"} 1
            batch_bucket{le="100000"} 1
            batch_bucket{le="1000000"} 1
            batch_bucket{le="+Inf"} 1
            batch_sum 50
            batch_count 1
            # TYPE handler_seconds histogram
            handler_seconds_bucket{type="a\\"b\\\\c\\nd",le="0.001"} 0
            handler_seconds_bucket{type="a\\"b\\\\c\\nd",le="0.0025"} 0
            handler_seconds_bucket{type="a\\"b\\\\c\\nd",le="0.005"} 1
            handler_seconds_bucket{type="a\\"b\\\\c\\nd",le="0.01"} 1
            handler_seconds_bucket{type="a\\"b\\\\c\\nd",le="0.025"} 1
            handler_seconds_bucket{type="a\\"b\\\\c\\nd",le="0.05"} 1
            handler_seconds_bucket{type="a\\"b\\\\c\\nd",le="0.1"} 1
            handler_seconds_bucket{type="a\\"b\\\\c\\nd",le="0.25"} 1
            handler_seconds_bucket{type="a\\"b\\\\c\\nd",le="0.5"} 1
            handler_seconds_bucket{type="a\\"b\\\\c\\nd",le="1"} 1
            handler_seconds_bucket{type="a\\"b\\\\c\\nd",le="2.5"} 1
            handler_seconds_bucket{type="a\\"b\\\\c\\nd",le="5"} 1
            handler_seconds_bucket{type="a\\"b\\\\c\\nd",le="10"} 1
            handler_seconds_bucket{type="a\\"b\\\\c\\nd",le="30"} 1
            handler_seconds_bucket{type="a\\"b\\\\c\\nd",le="+Inf"} 2
            handler_seconds_sum{type="a\\"b\\\\c\\nd"} 60.004
            handler_seconds_count{type="a\\"b\\\\c\\nd"} 2
            # TYPE metrics_series_overflowed_total counter
            metrics_series_overflowed_total 0
            # TYPE metrics_series_refused_total counter
            metrics_series_refused_total 0
            # TYPE outbox_pending gauge
            outbox_pending 7
            # TYPE pool_in_use gauge
            pool_in_use 1.5
            # TYPE publish_outcomes_total counter
            publish_outcomes_total{outcome="confirmed"} 2
            # TYPE seconds_busy_total counter
            seconds_busy_total 0.25
            """
        #expect(text == expected.split(separator: "\n").map(String.init))
    }

    @Test func `equal labels in any order are one series`() {
        withMetricsFactory(self.registry) {
            Counter(label: "c", dimensions: [("a", "1"), ("b", "2")]).increment()
            Counter(label: "c", dimensions: [("b", "2"), ("a", "1")]).increment()
        }
        #expect(self.text().contains("c_total{a=\"1\",b=\"2\"} 2"))
    }

    @Test func `an unbounded label costs its detail and nothing else`() {
        withMetricsFactory(self.registry) {
            for id in 0..<100 {
                Counter(label: "c", dimensions: [("id", "\(id)")]).increment()
            }
        }
        let text = self.text()
        #expect(text.count { $0.hasPrefix("c_total{") } == 4)
        #expect(text.contains("c_total{overflow=\"true\"} 97"))
        #expect(text.contains("metrics_series_overflowed_total 97"))
    }

    @Test func `one name cannot be two types`() {
        withMetricsFactory(self.registry) {
            Meter(label: "x_total").set(1)
            Counter(label: "x").increment()
        }
        let text = self.text()
        #expect(text.contains("# TYPE x_total gauge"))
        #expect(text.contains("x_total 1"))
        #expect(text.contains("metrics_series_refused_total 1"))
    }

    @Test func `a destroyed metric is no longer exposed`() {
        withMetricsFactory(self.registry) {
            let counter = Counter(label: "gone")
            counter.increment()
            counter.destroy()
        }
        #expect(!self.text().contains { $0.contains("gone") })
    }

    @Test func `the process describes itself`() throws {
        let families = ProcessMetrics().snapshot()
        #expect(
            families.map(\.name) == [
                "process_cpu_seconds_total", "process_resident_memory_bytes",
                "process_open_fds", "process_max_fds", "process_start_time_seconds",
            ]
        )
        #expect(families.allSatisfy { ($0.samples.first?.value ?? 0) > 0 })
    }
}
