package import Kernel

/// What a block says of itself; its hash stands in the next one and in the tree of checkpoints.
package struct BlockHeader: Codable, Hashable, Sendable {
    /// From 1, without gaps.
    package let number: Int64
    /// The sequence number of its first movement: from 1, without gaps over all blocks.
    package let firstSequence: Int64
    /// Movements.
    package let count: Int64
    /// The root of the tree of its movements.
    package let root: SealHash
    /// The hash of the block before; zeros for the first.
    package let previous: SealHash
    /// Where its last movement stands: whatever is recorded up to there is in this block or before.
    package let end: JournalPlace
    package let sealedAt: Timestamp

    package init(
        number: Int64,
        firstSequence: Int64,
        count: Int64,
        root: SealHash,
        previous: SealHash,
        end: JournalPlace,
        sealedAt: Timestamp
    ) {
        self.number = number
        self.firstSequence = firstSequence
        self.count = count
        self.root = root
        self.previous = previous
        self.end = end
        self.sealedAt = sealedAt
    }

    package var lastSequence: Int64 { self.firstSequence + self.count - 1 }

    package var hash: SealHash {
        var encoding = CanonicalEncoding(.block)
        encoding.add(1, self.number)
        encoding.add(2, self.firstSequence)
        encoding.add(3, self.count)
        encoding.add(4, self.root)
        encoding.add(5, self.previous)
        encoding.add(6, self.end.recordedAt)
        encoding.add(7, self.end.entry)
        encoding.add(8, Int64(self.end.line))
        encoding.add(9, self.end.movement)
        encoding.add(10, self.sealedAt)
        return .document(encoding.bytes)
    }
}
