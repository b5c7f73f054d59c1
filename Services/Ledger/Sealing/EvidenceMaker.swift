import Contracts
import Kernel
import Messaging
import Postgres
import SealStore
import Sealing

/// Puts together what proves to others what a recall says.
struct EvidenceMaker: Sendable {
    let keys: SealKeys

    /// - Parameter next: The cursor of the next part.
    /// - Returns: `nil` as long as nothing was signed.
    /// - Throws: ``SealKeyFailure`` where the file lacks the key that has signed so far; a conflict that
    ///   names a movement which nobody has posted.
    func bundle(
        _ evidence: RecallEvidence,
        next: String?,
        in transaction: borrowing Transaction
    ) throws -> EvidenceBundle? {
        // Whoever signed it has been introduced by then.
        guard let last = try transaction.execute(CheckpointStore.last).first else { return nil }
        let opening = try LedgerAudit.Opening(in: transaction)
        guard let record = opening.keys.last else { return nil }
        let checkpoint = try StoredCheckpoint(last, of: opening.ledger).checkpoint
        var (proofs, unsealed) = ([MovementProof](), [ID<Movement>]())
        var reader = LeafReader()
        for id in Set(evidence.movements).sorted() {
            let sealed = SealedID(head: id.head, tail: id.tail)
            switch try reader.leaf(of: sealed, in: transaction) {
            case .sealed(let leaf) where leaf.blockNumber <= checkpoint.blocks:
                proofs.append(try reader.proof(of: leaf, under: checkpoint, in: transaction))
            case .sealed, .waiting: unsealed.append(id)
            // What was posted is named after the time at which it was recorded.
            case .unsealed, .unknown: throw Problem.inNoBlock(id)
            }
        }
        let statement = try MessageCoding.encode(
            Statement(evidence: evidence, unsealed: unsealed)
        )
        return try EvidenceBundle(
            statement: String(decoding: statement, as: UTF8.self),
            keys: opening.keys,
            checkpoint: checkpoint,
            proofs: proofs,
            next: next,
            signedBy: try self.keys.signer(of: record)
        )
    }

    /// What is signed; ``EvidenceStatement`` reads what of it is proven.
    private struct Statement: Encodable {
        let evidence: RecallEvidence
        let unsealed: [ID<Movement>]
    }
}

extension Problem {
    /// A movement is where everything had been sealed before it was there.
    static func inNoBlock(_ id: ID<Movement>) -> Problem {
        Problem(
            .wrongState,
            detail: "Movement \(id) is in no block, though everything recorded then was sealed: "
                + "nobody has posted it. Verify the ledger.",
            extensions: ["movementId": .string(id.description)]
        )
    }
}
