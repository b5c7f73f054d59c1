/// What came of a load: how many operations in which time, and what failed.
struct LoadResult: Sendable {
    var operations = 0
    /// From the beginning of counting to the end of the last counted operation.
    var elapsed = Duration.zero
    var latencies = Latencies()
    /// How often each failure was seen, warm-up included.
    var errors: [String: Int] = [:]

    /// The figure for the report.
    func figure(of measure: Measure, clients: Int) -> Figure {
        Figure(
            measure: measure,
            clients: clients,
            seconds: self.elapsed / .seconds(1),
            operations: self.operations,
            lines: self.operations * measure.linesPerOperation,
            latency: self.latencies.summary,
            errors: self.errors
        )
    }
}
