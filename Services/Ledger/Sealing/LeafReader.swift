import Kernel
import Postgres
import SealStore
import Sealing

/// Finds movements in the trees of their blocks.
///
/// Whoever asks for several asks in the order of their identifiers, which is that of recording: the
/// block of the last one is kept, so that each block is read once.
struct LeafReader {
    private var last: Block?
    private var lastPath: BlockPath?

    /// What became of a movement.
    enum Place {
        case sealed(Leaf)
        /// Everything that was recorded before it may be sealed, and nothing that was recorded later.
        case waiting(since: Timestamp)
        /// It is where everything had been sealed before it was there: nobody has posted it.
        case unsealed
        case unknown
    }

    /// A movement and the block that it was sealed in.
    struct Leaf {
        let record: SealedRecord
        fileprivate let block: Block
        fileprivate let index: Int

        var blockNumber: Int64 { self.block.header.number }
    }

    /// A block, and the tree of its movements.
    fileprivate struct Block {
        let header: BlockHeader
        let tree: MerkleLevels
        private let leaves: [SealedLeaf]

        init(_ block: SealedBlock) {
            self.header = block.header
            self.tree = MerkleLevels(of: block.leaves.map(\.hash))
            self.leaves = block.leaves
        }

        /// Where a movement is, of which mostly one is asked for.
        func index(of id: SealedID) -> Int? { self.leaves.firstIndex { $0.movement == id } }
    }

    /// The way from a block up to the root of the tree of all blocks of a checkpoint.
    private struct BlockPath {
        let block: Int64
        let blocks: Int64
        let hashes: [SealHash]
    }

    /// Where a movement is in the tree of its block.
    mutating func leaf(of id: SealedID, in transaction: borrowing Transaction) throws -> Place {
        guard let times = id.times else { return .unknown }
        let found = try transaction.execute(SealedJournal.record(id, in: times))
        guard let row = try found.first.map({ try JournalRow($0) }) else { return .unknown }
        guard let record = row.stored.record else { throw UnreadableSeal(row.stored.detail) }
        if self.last?.index(of: id) == nil {
            let rows = try transaction.execute(BlockStore.block(of: row.place))
            guard let stored = rows.first else { return .waiting(since: row.place.recordedAt) }
            self.last = Block(try StoredBlock(stored).block)
        }
        guard let block = self.last, let index = block.index(of: id) else { return .unsealed }
        return .sealed(Leaf(record: record, block: block, index: index))
    }

    /// The way from a movement up to the root of a checkpoint, which has its block.
    mutating func proof(
        of leaf: Leaf,
        under checkpoint: Checkpoint,
        in transaction: borrowing Transaction
    ) throws -> MovementProof {
        let header = leaf.block.header
        if self.lastPath?.block != header.number || self.lastPath?.blocks != checkpoint.blocks {
            self.lastPath = BlockPath(
                block: header.number,
                blocks: checkpoint.blocks,
                hashes: try Self.path(to: header.number, in: checkpoint.blocks, in: transaction)
            )
        }
        return MovementProof(
            sequence: header.firstSequence + Int64(leaf.index),
            record: leaf.record,
            block: header,
            path: leaf.block.tree.path(to: leaf.index),
            blockPath: self.lastPath?.hashes ?? []
        )
    }

    private static func path(
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
