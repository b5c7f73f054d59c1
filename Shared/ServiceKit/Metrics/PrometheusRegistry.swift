import Synchronization

/// Every series of the process, bounded: a label that turns out to be unbounded costs its detail,
/// not the memory of the process.
package final class PrometheusRegistry: Sendable {
    private let state = Mutex(State())
    private let maximumFamilies: Int
    private let maximumSeries: Int

    /// - Parameters:
    ///   - maximumFamilies: Names; beyond them nothing new is exposed.
    ///   - maximumSeries: Label sets per name; beyond them one series with `overflow="true"`
    ///     takes the rest.
    package init(maximumFamilies: Int = 1_000, maximumSeries: Int = 500) {
        self.maximumFamilies = maximumFamilies
        self.maximumSeries = maximumSeries
    }

    private struct State {
        var families: [String: [MetricLabels: any MetricSeries]] = [:]
        var kinds: [String: MetricFamily.Kind] = [:]
        var overflowed = 0
        var refused = 0
    }

    /// The series of that name and those labels, made when it is not there yet.
    ///
    /// A name that is already taken by another type of metric yields a series that nobody sees.
    func series<Series: MetricSeries>(
        _ name: String,
        _ labels: MetricLabels,
        _ make: () -> Series
    ) -> Series {
        self.state.withLock { state in
            if let known = state.families[name]?[labels] as? Series { return known }
            let isNew = state.kinds[name] == nil
            guard state.kinds[name, default: Series.kind] == Series.kind,
                !isNew || state.kinds.count < self.maximumFamilies
            else {
                state.refused += 1
                return make()
            }
            var kept = labels
            if state.families[name, default: [:]].count >= self.maximumSeries {
                state.overflowed += 1
                kept = .overflow
                if let overflow = state.families[name]?[kept] as? Series { return overflow }
            }
            let series = make()
            state.kinds[name] = Series.kind
            state.families[name, default: [:]][kept] = series
            return series
        }
    }

    /// Stops exposing a series.
    func remove(_ handler: AnyObject) {
        self.state.withLock { state in
            for (name, family) in state.families {
                guard let labels = family.first(where: { $0.value === handler })?.key else {
                    continue
                }
                state.families[name]?[labels] = nil
                return
            }
        }
    }

    /// What a scrape sees now.
    package func snapshot() -> [MetricFamily] {
        let state = self.state.withLock { $0 }
        var families = state.families.compactMap { name, series -> MetricFamily? in
            guard let kind = state.kinds[name], !series.isEmpty else { return nil }
            let samples = series.sorted { $0.key.isOrdered(before: $1.key) }
                .flatMap { $0.value.samples($0.key) }
            return MetricFamily(name: name, kind: kind, samples: samples)
        }
        for (name, count) in [
            ("metrics_series_overflowed_total", state.overflowed),
            ("metrics_series_refused_total", state.refused),
        ] {
            let sample = MetricFamily.Sample(value: Double(count))
            families.append(MetricFamily(name: name, kind: .counter, samples: [sample]))
        }
        return families
    }
}
