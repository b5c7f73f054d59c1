/// How many messages, or lines, a source has sent, by what became of them.
package struct StatementCounts: Codable, Hashable, Sendable {
    /// Counted when they arrived, not summed from the others.
    package let received: Int64
    package var applied: Int64
    package var pending: Int64
    package var parked: Int64
    package var discarded: Int64
    package var duplicate: Int64

    package init(
        received: Int64,
        applied: Int64 = 0,
        pending: Int64 = 0,
        parked: Int64 = 0,
        discarded: Int64 = 0,
        duplicate: Int64 = 0
    ) {
        self.received = received
        self.applied = applied
        self.pending = pending
        self.parked = parked
        self.discarded = discarded
        self.duplicate = duplicate
    }

    package var isBalanced: Bool {
        self.received
            == self.applied + self.pending + self.parked + self.discarded + self.duplicate
    }
}
