/// That one movement is in the ledger, provable without seeing any other.
package struct Receipt: Codable, Hashable, Sendable {
    package let sequence: Int64
    package let record: SealedRecord
    package let block: BlockHeader
    /// From the movement up to the root of its block.
    package let path: [SealHash]
    /// From the block up to the root of the checkpoint.
    package let blockPath: [SealHash]
    package let checkpoint: Checkpoint
    package let keys: [KeyRecord]

    package init(
        sequence: Int64,
        record: SealedRecord,
        block: BlockHeader,
        path: [SealHash],
        blockPath: [SealHash],
        checkpoint: Checkpoint,
        keys: [KeyRecord]
    ) {
        self.sequence = sequence
        self.record = record
        self.block = block
        self.path = path
        self.blockPath = blockPath
        self.checkpoint = checkpoint
        self.keys = keys
    }

    /// Checks everything that it says.
    ///
    /// - Parameter trusted: The fingerprint of the ledger's first key, from elsewhere.
    package func verify(trusting trusted: SealHash?) throws(ReceiptRefusal) {
        let root = MerkleTree.root(
            of: self.record.leafHash(self.sequence),
            at: self.sequence - self.block.firstSequence,
            in: self.block.count,
            path: self.path
        )
        guard root == self.block.root else { throw .notInBlock }
        let tree = MerkleTree.root(
            of: .leaf(self.block.hash.bytes),
            at: self.block.number - 1,
            in: self.checkpoint.blocks,
            path: self.blockPath
        )
        guard tree == self.checkpoint.root else { throw .notInCheckpoint }
        var chain = KeyChain(trusting: trusted)
        do {
            for record in self.keys { try chain.append(record) }
        } catch {
            throw .key(error)
        }
        guard chain.isSigned(self.checkpoint) else { throw .notSigned }
    }
}

/// Why a receipt proves nothing.
package enum ReceiptRefusal: Error, Hashable {
    /// The movement is not the one that is in the block.
    case notInBlock
    /// The block is not in the tree of the checkpoint.
    case notInCheckpoint
    case key(KeyRefusal)
    /// The checkpoint is not signed by the key that had to.
    case notSigned
}
