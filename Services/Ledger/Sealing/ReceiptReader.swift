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
        var reader = LeafReader()
        let leaf: LeafReader.Leaf
        switch try reader.leaf(of: id, in: transaction) {
        case .sealed(let found): leaf = found
        case .waiting(let time): return .waiting(since: time)
        case .unsealed: return .unsealed
        case .unknown: return .unknown
        }
        let opening = try LedgerAudit.Opening(in: transaction)
        let vouching = try transaction.execute(CheckpointStore.first(of: leaf.blockNumber))
        guard let checkpoint = vouching.first else {
            return .waiting(since: leaf.record.place.recordedAt)
        }
        let stored = try StoredCheckpoint(checkpoint, of: opening.ledger).checkpoint
        return .proven(
            Receipt(
                try reader.proof(of: leaf, under: stored, in: transaction),
                checkpoint: stored,
                keys: opening.keys.filter { $0.firstCheckpoint <= stored.number }
            )
        )
    }
}
