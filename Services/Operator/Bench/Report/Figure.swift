/// One measure at one number of clients.
struct Figure: Codable, Hashable, Sendable {
    let measure: Measure
    let clients: Int
    /// That were counted.
    let seconds: Double
    let operations: Int
    let lines: Int
    /// `nil` where nothing succeeded.
    let latency: LatencySummary?
    let errors: [String: Int]
    /// CPU time that each process used meanwhile, warm-up included.
    var cpuSeconds: [String: Double] = [:]
    /// Set once the whole run is known.
    var ratios: [Ratio] = []

    var operationsPerSecond: Double {
        self.seconds > 0 ? Double(self.operations) / self.seconds : 0
    }

    var linesPerSecond: Double { self.seconds > 0 ? Double(self.lines) / self.seconds : 0 }

    /// Our throughput as a part of a raw limit's, at the same number of clients in the same run.
    struct Ratio: Codable, Hashable, Sendable {
        let limit: Measure
        let value: Double
    }

    /// The ratio to `limit`; `nil` where it was not measured.
    func ratio(to limit: Measure) -> Double? {
        self.ratios.first { $0.limit == limit }?.value
    }
}

extension [Figure] {
    /// The same figures, with the ratio of each to its limits.
    var withRatios: [Figure] {
        self.map { figure in
            var figure = figure
            figure.ratios = figure.measure.limits.compactMap { limit in
                guard
                    let raw = self.first(where: {
                        $0.measure == limit && $0.clients == figure.clients
                    }), raw.operations > 0
                else { return nil }
                let value =
                    limit.isComparedByLines
                    ? figure.linesPerSecond / raw.linesPerSecond
                    : figure.operationsPerSecond / raw.operationsPerSecond
                return Figure.Ratio(limit: limit, value: value)
            }
            return figure
        }
    }
}
