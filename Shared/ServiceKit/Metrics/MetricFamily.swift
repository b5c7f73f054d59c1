/// All series of one name, as they are at one moment.
package struct MetricFamily: Hashable, Sendable {
    package var name: String
    package var kind: Kind
    package var samples: [Sample]

    package init(name: String, kind: Kind, samples: [Sample]) {
        self.name = name
        self.kind = kind
        self.samples = samples
    }

    /// The types of the Prometheus text format, version 0.0.4.
    package enum Kind: String, Sendable {
        case counter
        case gauge
        case histogram
    }

    /// One line of the exposition.
    package struct Sample: Hashable, Sendable {
        /// What follows the name of the family: `_bucket`, `_sum`, `_count` or nothing.
        package var suffix: String
        package var labels: MetricLabels
        package var value: Double

        package init(suffix: String = "", labels: MetricLabels = MetricLabels(), value: Double) {
            self.suffix = suffix
            self.labels = labels
            self.value = value
        }
    }
}
