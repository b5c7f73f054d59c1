package import Kernel

/// How far the numbers of a terminal have been looked through.
///
/// Each number of ``range`` has come or lies in a gap that was found.
package struct SequenceReview: Hashable, Sendable {
    /// A number that came, and when.
    package struct Arrival: Hashable, Sendable {
        package let sequence: Int64
        package let receivedAt: Timestamp

        package init(sequence: Int64, receivedAt: Timestamp) {
            self.sequence = sequence
            self.receivedAt = receivedAt
        }
    }

    package private(set) var range: ClosedRange<Int64>

    package init(_ range: ClosedRange<Int64>) {
        self.range = range
    }

    /// Looks through numbers beyond the last, or before the first, the nearest to the range first.
    ///
    /// Stops before the first gap whose far side came at or after `time`: it may still be filled.
    /// Numbers within the range are ignored.
    ///
    /// - Returns: The gaps that the range includes now.
    package mutating func extend(
        over arrivals: some Sequence<Arrival>,
        arrivedBefore time: Timestamp
    ) -> [SequenceGap] {
        var gaps: [SequenceGap] = []
        for arrival in arrivals {
            if let gap = self.gap(before: arrival.sequence) {
                guard arrival.receivedAt < time else { break }
                gaps.append(gap)
            }
            self.range =
                min(
                    self.range.lowerBound,
                    arrival.sequence
                )...max(
                    self.range.upperBound,
                    arrival.sequence
                )
        }
        return gaps
    }

    /// What lies between the range and a number outside.
    private func gap(before sequence: Int64) -> SequenceGap? {
        if sequence - self.range.upperBound > 1 {
            return SequenceGap(
                firstMissing: self.range.upperBound + 1,
                lastMissing: sequence - 1
            )
        }
        if self.range.lowerBound - sequence > 1 {
            return SequenceGap(
                firstMissing: sequence + 1,
                lastMissing: self.range.lowerBound - 1
            )
        }
        return nil
    }
}
