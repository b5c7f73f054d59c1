/// The way from one movement up to the root of a checkpoint.
package struct MovementProof: Codable, Hashable, Sendable {
    package let sequence: Int64
    package let record: SealedRecord
    package let block: BlockHeader
    /// From the movement up to the root of its block.
    package let path: [SealHash]
    /// From the block up to the root of the checkpoint.
    package let blockPath: [SealHash]

    package init(
        sequence: Int64,
        record: SealedRecord,
        block: BlockHeader,
        path: [SealHash],
        blockPath: [SealHash]
    ) {
        self.sequence = sequence
        self.record = record
        self.block = block
        self.path = path
        self.blockPath = blockPath
    }

    /// Checks that it leads to the root of the checkpoint, whoever has signed that.
    func verify(under checkpoint: Checkpoint) throws(ReceiptRefusal) {
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
            in: checkpoint.blocks,
            path: self.blockPath
        )
        guard tree == checkpoint.root else { throw .notInCheckpoint }
    }
}
