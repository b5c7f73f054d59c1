/// The labels of one series, in alphabetical order and with valid names.
package struct MetricLabels: Hashable, Sendable {
    private(set) var pairs: [Pair]

    /// One label.
    struct Pair: Hashable, Sendable {
        let name: String
        let value: String
    }

    /// The longest label value that is kept in full, in characters.
    static let maximumValueLength = 128

    /// Later values win where a name occurs twice.
    package init(_ dimensions: [(String, String)] = []) {
        var values: [String: String] = [:]
        for (name, value) in dimensions {
            values[MetricName.label(name)] = String(value.prefix(Self.maximumValueLength))
        }
        self.pairs = values.sorted { $0.key < $1.key }
            .map { Pair(name: $0.key, value: $0.value) }
    }

    /// What every series beyond the limit of its family is counted under.
    static let overflow = MetricLabels([("overflow", "true")])

    /// The labels of a histogram bucket; `le` comes last.
    func bucket(upperBound: String) -> MetricLabels {
        var labels = self
        labels.pairs.append(Pair(name: "le", value: upperBound))
        return labels
    }

    func isOrdered(before other: MetricLabels) -> Bool {
        self.pairs.lexicographicallyPrecedes(other.pairs) { left, right in
            (left.name, left.value) < (right.name, right.value)
        }
    }
}
