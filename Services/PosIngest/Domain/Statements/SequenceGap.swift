/// Numbers of a terminal that never came.
package struct SequenceGap: Codable, Hashable, Sendable {
    package let firstMissing: Int64
    package let lastMissing: Int64

    package init(firstMissing: Int64, lastMissing: Int64) {
        self.firstMissing = firstMissing
        self.lastMissing = lastMissing
    }

    package var count: Int64 { self.lastMissing - self.firstMissing + 1 }

    /// The gaps between numbers of tills in rising order; repetitions are no gaps.
    package static func gaps(in sequences: some Sequence<Int64>) -> [SequenceGap] {
        var gaps: [SequenceGap] = []
        var previous: Int64?
        for sequence in sequences {
            if let previous, sequence - previous > 1 {
                gaps.append(SequenceGap(firstMissing: previous + 1, lastMissing: sequence - 1))
            }
            previous = sequence
        }
        return gaps
    }
}
