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
        guard let times = id.times else { return .unknown }
        let found = try transaction.execute(SealedJournal.record(id, in: times))
        guard let row = try found.first.map({ try JournalRow($0) }) else { return .unknown }
        guard let record = row.stored.record else { throw UnreadableSeal(row.stored.detail) }
        guard let block = try transaction.execute(BlockStore.block(of: row.place)).first else {
            return .waiting(since: row.place.recordedAt)
        }
        let sealed = try StoredBlock(block).block
        guard let index = sealed.leaves.firstIndex(where: { $0.movement == id }) else {
            return .unsealed
        }
        let opening = try LedgerAudit.Opening(in: transaction)
        let vouching = try transaction.execute(CheckpointStore.first(of: sealed.header.number))
        guard let checkpoint = vouching.first else {
            return .waiting(since: row.place.recordedAt)
        }
        let stored = try StoredCheckpoint(checkpoint, of: opening.ledger).checkpoint
        return .proven(
            Receipt(
                sequence: sealed.header.firstSequence + Int64(index),
                record: record,
                block: sealed.header,
                path: MerkleTree.path(to: index, in: sealed.leaves.map(\.hash)),
                blockPath: try Self.path(
                    to: sealed.header.number,
                    in: stored.blocks,
                    in: transaction
                ),
                checkpoint: stored,
                keys: opening.keys.filter { $0.firstCheckpoint <= stored.number }
            )
        )
    }

    /// The way from a block up to the root of the tree of the first `count` blocks.
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
