import Contracts
import Kernel
import Messaging
import Postgres
import SealStore
import Sealing

/// Puts together what proves to others what a recall says.
struct EvidenceMaker: Sendable {
    let keys: SealKeys

    /// - Returns: `nil` as long as nothing was signed.
    /// - Throws: ``SealKeyFailure`` where the file lacks the key that has signed so far.
    func bundle(
        _ evidence: RecallEvidence,
        in transaction: borrowing Transaction
    ) throws -> EvidenceBundle? {
        // Whoever signed it has been introduced by then.
        guard let last = try transaction.execute(CheckpointStore.last).first else { return nil }
        let opening = try LedgerAudit.Opening(in: transaction)
        guard let record = opening.keys.last else { return nil }
        let checkpoint = try StoredCheckpoint(last, of: opening.ledger).checkpoint
        var (proofs, unsealed) = ([MovementProof](), [ID<Movement>]())
        for id in Set(evidence.movements).sorted() {
            let sealed = SealedID(head: id.head, tail: id.tail)
            guard case .sealed(let leaf) = try ReceiptReader.leaf(of: sealed, in: transaction),
                leaf.block.header.number <= checkpoint.blocks
            else {
                unsealed.append(id)
                continue
            }
            proofs.append(try leaf.proof(under: checkpoint, in: transaction))
        }
        let statement = try MessageCoding.encode(
            Statement(evidence: evidence, unsealed: unsealed)
        )
        return try EvidenceBundle(
            statement: String(decoding: statement, as: UTF8.self),
            keys: opening.keys,
            checkpoint: checkpoint,
            proofs: proofs,
            signedBy: try self.keys.signer(of: record)
        )
    }

    /// What is signed; ``EvidenceStatement`` reads what of it is proven.
    private struct Statement: Encodable {
        let evidence: RecallEvidence
        let unsealed: [ID<Movement>]
    }
}
