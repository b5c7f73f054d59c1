import Kernel
import Postgres
import SealStore
import Sealing

/// Puts together what proves a movement.
enum ReceiptReader {
    /// What became of a movement.
    enum Outcome {
        case proven(Receipt)
        /// No checkpoint vouches for it yet.
        case waiting(since: Timestamp)
        /// It is where everything had been sealed before it was there.
        case unsealed
        case unknown
    }

    static func read(
        _ id: SealedID,
        in transaction: borrowing Transaction
    ) throws -> Outcome {
        let leaf: Leaf
        switch try self.leaf(of: id, in: transaction) {
        case .sealed(let found): leaf = found
        case .waiting(let time): return .waiting(since: time)
        case .unsealed: return .unsealed
        case .unknown: return .unknown
        }
        let opening = try LedgerAudit.Opening(in: transaction)
        let vouching = try transaction.execute(CheckpointStore.first(of: leaf.block.header.number))
        guard let checkpoint = vouching.first else {
            return .waiting(since: leaf.record.movement.recordedAt)
        }
        let stored = try StoredCheckpoint(checkpoint, of: opening.ledger).checkpoint
        return .proven(
            Receipt(
                try leaf.proof(under: stored, in: transaction),
                checkpoint: stored,
                keys: opening.keys.filter { $0.firstCheckpoint <= stored.number }
            )
        )
    }

    /// Where a movement is in the tree of its block.
    static func leaf(
        of id: SealedID,
        in transaction: borrowing Transaction
    ) throws -> Place {
        guard let times = id.times else { return .unknown }
        let found = try transaction.execute(SealedJournal.record(id, in: times))
        guard let row = try found.first.map({ try JournalRow($0) }) else { return .unknown }
        guard let record = row.stored.record else { throw UnreadableSeal(row.stored.detail) }
        guard let stored = try transaction.execute(BlockStore.block(of: row.place)).first else {
            return .waiting(since: row.place.recordedAt)
        }
        let block = try StoredBlock(stored).block
        guard let index = block.leaves.firstIndex(where: { $0.movement == id }) else {
            return .unsealed
        }
        return .sealed(Leaf(record: record, block: block, index: index))
    }

    /// What ``leaf(of:in:)`` finds.
    enum Place {
        case sealed(Leaf)
        case waiting(since: Timestamp)
        case unsealed
        case unknown
    }

    /// A movement and the block that it was sealed in.
    struct Leaf {
        let record: SealedRecord
        let block: SealedBlock
        let index: Int

        /// The way from the movement up to the root of a checkpoint, which has its block.
        func proof(
            under checkpoint: Checkpoint,
            in transaction: borrowing Transaction
        ) throws -> MovementProof {
            let header = self.block.header
            return MovementProof(
                sequence: header.firstSequence + Int64(self.index),
                record: self.record,
                block: header,
                path: MerkleTree.path(to: self.index, in: self.block.leaves.map(\.hash)),
                blockPath: try ReceiptReader.path(
                    to: header.number,
                    in: checkpoint.blocks,
                    in: transaction
                )
            )
        }
    }

    /// The way from a block up to the root of the tree of the first `count` blocks.
    fileprivate static func path(
        to number: Int64,
        in count: Int64,
        in transaction: borrowing Transaction
    ) throws -> [SealHash] {
        let path = TreePath(to: number - 1, in: count)
        let ends = Set(path.subtrees.map { $0.lastLeaf + 1 })
        var nodes: [Int64: [SealHash]] = [:]
        for row in try transaction.execute(BlockStore.nodes(of: Array(ends))) {
            nodes[try row.decode("number")] = try row.decodeHashes("nodes")
        }
        var known: [Subtree: SealHash] = [:]
        for subtree in path.subtrees {
            guard let list = nodes[subtree.lastLeaf + 1], list.indices.contains(subtree.height)
            else { continue }
            known[subtree] = list[subtree.height]
        }
        guard let hashes = path.hashes(known) else {
            throw UnreadableSeal("the tree above block \(number) has gaps")
        }
        return hashes
    }
}
