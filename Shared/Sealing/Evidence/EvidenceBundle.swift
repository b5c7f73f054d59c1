/// What a ledger says of goods, signed, with proofs of the movements that it names: to be verified by
/// whoever gets it, without the ledger.
package struct EvidenceBundle: Codable, Hashable, Sendable {
    package static let currentFormat = 1

    package let format: Int
    /// A JSON document, to the byte as it is signed; ``EvidenceStatement`` is the part that is proven.
    package let statement: String
    package let signature: SealSignature
    /// Each introduced by the one before; the last one has signed the statement.
    package let keys: [KeyRecord]
    /// What the proofs lead to.
    package let checkpoint: Checkpoint
    package let proofs: [MovementProof]
    /// The cursor by which the ledger gives the next part; `nil` for the last one.
    ///
    /// It is not signed: the statement says how much there is in all.
    package let next: String?

    package init(
        statement: String,
        keys: [KeyRecord],
        checkpoint: Checkpoint,
        proofs: [MovementProof],
        next: String? = nil,
        signedBy signer: SigningKey
    ) throws {
        self.format = Self.currentFormat
        self.statement = statement
        self.keys = keys
        self.checkpoint = checkpoint
        self.proofs = proofs
        self.next = next
        self.signature = try signer.sign(Self.signedContent(statement, of: checkpoint.ledger))
    }

    static func signedContent(_ statement: String, of ledger: SealedID) -> [UInt8] {
        var encoding = CanonicalEncoding(.evidence)
        encoding.add(1, ledger)
        encoding.add(2, statement)
        return encoding.bytes
    }
}
