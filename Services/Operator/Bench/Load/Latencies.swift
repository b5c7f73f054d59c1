import Histogram

/// How long operations took, to three significant digits.
struct Latencies: Sendable {
    private var histogram = Histogram<UInt64>()

    var count: UInt64 { self.histogram.totalCount }

    mutating func record(microseconds: UInt64) {
        // Grows with what it records, so nothing is too large.
        self.histogram.record(microseconds)
    }

    mutating func record(_ duration: Duration) {
        self.record(microseconds: UInt64(max(0, duration / .microseconds(1))))
    }

    mutating func add(_ other: Latencies) {
        self.histogram.add(other.histogram)
    }

    /// `nil` where nothing was recorded.
    var summary: LatencySummary? {
        guard self.histogram.totalCount > 0 else { return nil }
        func milliseconds(_ percentile: Double) -> Double {
            Double(self.histogram.valueAtPercentile(percentile)) / 1_000
        }
        return LatencySummary(p50: milliseconds(50), p95: milliseconds(95), p99: milliseconds(99))
    }
}

/// What most operations stay below, in milliseconds.
struct LatencySummary: Codable, Hashable, Sendable {
    let p50: Double
    let p95: Double
    let p99: Double
}
