package import Kernel

/// What is kept of a movement in its block, or of an entry that moves nothing.
package struct SealedLeaf: Hashable, Sendable {
    /// What it is sealed under.
    package let movement: SealedID
    package let hash: SealHash
}

/// A block with its leaves, in the order of their sequence numbers.
package struct SealedBlock: Hashable, Sendable {
    package let header: BlockHeader
    package let leaves: [SealedLeaf]

    package init(header: BlockHeader, leaves: [SealedLeaf]) {
        self.header = header
        self.leaves = leaves
    }

    /// Seals records that follow a chain.
    ///
    /// - Parameter records: At least one, in the order of the journal, all behind the end of the chain.
    package init(_ records: [SealedRecord], after head: ChainHead, at time: Timestamp) {
        guard let last = records.last else { preconditionFailure("a block has a movement") }
        precondition(head.end.map { $0 < records[0].place } ?? true, "a block follows the chain")
        let first = head.lastSequence + 1
        self.leaves = records.enumerated().map { offset, record in
            SealedLeaf(
                movement: record.id,
                hash: record.leafHash(first + Int64(offset))
            )
        }
        self.header = BlockHeader(
            number: head.number + 1,
            firstSequence: first,
            count: Int64(records.count),
            root: MerkleTree.root(of: self.leaves.map(\.hash)),
            previous: head.hash,
            end: last.place,
            sealedAt: time
        )
    }

    /// The leaves as they are kept: the identifier and the hash of each, 48 bytes.
    package var leafBytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(self.leaves.count * Self.leafLength)
        for leaf in self.leaves {
            for half in [leaf.movement.head, leaf.movement.tail] {
                for shift in stride(from: 56, through: 0, by: -8) {
                    bytes.append(UInt8(truncatingIfNeeded: half >> UInt64(shift)))
                }
            }
            bytes += leaf.hash.bytes
        }
        return bytes
    }

    /// Reads leaves; what does not make a whole one at the end is dropped, and so is missed.
    package static func leaves(_ bytes: [UInt8]) -> [SealedLeaf] {
        stride(from: 0, to: bytes.count - bytes.count % Self.leafLength, by: Self.leafLength)
            .compactMap { start in
                let head = Self.number(bytes[start..<start + 8])
                let tail = Self.number(bytes[start + 8..<start + 16])
                let hash = SealHash(Array(bytes[start + 16..<start + Self.leafLength]))
                return hash.map { SealedLeaf(movement: SealedID(head: head, tail: tail), hash: $0) }
            }
    }

    /// In bytes.
    private static let leafLength = 16 + SealHash.length

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }
}
