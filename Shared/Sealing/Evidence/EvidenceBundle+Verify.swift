import FoundationEssentials
import Kernel

extension EvidenceBundle {
    /// Checks everything that it says.
    ///
    /// - Parameter trusted: The fingerprint of the ledger's first key, from elsewhere.
    /// - Returns: What is proven but for what the statement calls unsealed.
    package func verify(
        trusting trusted: SealHash?
    ) throws(EvidenceRefusal) -> EvidenceStatement {
        guard self.format == Self.currentFormat else { throw .unknownFormat(self.format) }
        var chain = KeyChain(trusting: trusted)
        do {
            for record in self.keys { try chain.append(record) }
        } catch {
            throw .key(error)
        }
        guard chain.isSigned(self.checkpoint) else { throw .checkpointNotSigned }
        let content = Self.signedContent(self.statement, of: self.checkpoint.ledger)
        guard let signer = chain.records.last, signer.ledger == self.checkpoint.ledger,
            signer.key.isValid(self.signature, of: content)
        else { throw .statementNotSigned }
        let statement: EvidenceStatement
        do {
            statement = try SealCoding.decode(
                EvidenceStatement.self,
                from: Data(self.statement.utf8)
            )
        } catch {
            throw .unreadable
        }
        let proven = try self.provenMovements()
        let unsealed = Set(statement.unsealed)
        for movement in statement.movements {
            guard let sealed = proven[movement.id] else {
                guard unsealed.contains(movement.id) else { throw .unproven(movement.id) }
                continue
            }
            guard movement.isSame(as: sealed) else { throw .differs(movement.id) }
        }
        return statement
    }

    private func provenMovements() throws(EvidenceRefusal) -> [SealedID: SealedRecord.Movement] {
        var movements: [SealedID: SealedRecord.Movement] = [:]
        for proof in self.proofs {
            guard let movement = proof.record.movement else { throw .unreadable }
            do {
                try proof.verify(under: self.checkpoint)
            } catch {
                throw .proof(movement.id, error)
            }
            movements[movement.id] = movement
        }
        return movements
    }
}

/// Why evidence proves nothing.
package enum EvidenceRefusal: Error, Hashable {
    case unknownFormat(Int)
    case key(KeyRefusal)
    /// The checkpoint is not signed by the key that had to.
    case checkpointNotSigned
    /// The statement is not what the ledger's last key has signed.
    case statementNotSigned
    /// The statement does not tell movements.
    case unreadable
    case proof(SealedID, ReceiptRefusal)
    /// The statement names a movement and there is no proof of it.
    case unproven(SealedID)
    /// The statement says something else of a movement than what was sealed.
    case differs(SealedID)
}
