/// Numbers of a terminal that never came.
package struct SequenceGap: Codable, Hashable, Sendable {
    package let firstMissing: Int64
    package let lastMissing: Int64

    package init(firstMissing: Int64, lastMissing: Int64) {
        self.firstMissing = firstMissing
        self.lastMissing = lastMissing
    }

    package var count: Int64 { self.lastMissing - self.firstMissing + 1 }
}
