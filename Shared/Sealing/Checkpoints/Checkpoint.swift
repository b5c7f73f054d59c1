package import Kernel

/// How far a ledger was sealed at a time, signed: what a person keeps elsewhere.
///
/// Its root commits to every block up to ``blocks``, and so to every movement up to
/// ``lastSequence``.
package struct Checkpoint: Codable, Hashable, Sendable {
    package let ledger: SealedID
    /// From 1, without gaps.
    package let number: Int64
    package let blocks: Int64
    package let lastSequence: Int64
    /// The hash of the last block.
    package let head: SealHash
    /// The root of the tree of the hashes of all blocks.
    package let root: SealHash
    /// The hash of what moved into and out of each warehouse.
    package let totalsHash: SealHash
    package let signedAt: Timestamp
    /// The fingerprint of the key.
    package let key: SealHash
    package private(set) var signature: SealSignature

    package init(
        ledger: SealedID,
        number: Int64,
        blocks: Int64,
        lastSequence: Int64,
        head: SealHash,
        root: SealHash,
        totalsHash: SealHash,
        signedAt: Timestamp,
        key: SealHash,
        signature: SealSignature
    ) {
        self.ledger = ledger
        self.number = number
        self.blocks = blocks
        self.lastSequence = lastSequence
        self.head = head
        self.root = root
        self.totalsHash = totalsHash
        self.signedAt = signedAt
        self.key = key
        self.signature = signature
    }

    /// Signs where a chain ends.
    package init(
        of ledger: SealedID,
        number: Int64,
        at head: ChainHead,
        totals: WarehouseTotals,
        time: Timestamp,
        signedBy signer: SigningKey
    ) throws {
        self.init(
            ledger: ledger,
            number: number,
            blocks: head.number,
            lastSequence: head.lastSequence,
            head: head.hash,
            root: head.tree.root,
            totalsHash: totals.hash,
            signedAt: time,
            key: signer.verifying.fingerprint,
            signature: .missing
        )
        self.signature = try signer.sign(self.signedContent)
    }

    func isSigned(by signer: VerifyingKey) -> Bool {
        signer.isValid(self.signature, of: self.signedContent)
    }

    /// Everything but the signature.
    private var signedContent: [UInt8] {
        var encoding = CanonicalEncoding(.checkpoint)
        encoding.add(1, self.ledger)
        encoding.add(2, self.number)
        encoding.add(3, self.blocks)
        encoding.add(4, self.lastSequence)
        encoding.add(5, self.head)
        encoding.add(6, self.root)
        encoding.add(7, self.totalsHash)
        encoding.add(8, self.signedAt)
        encoding.add(9, self.key)
        return encoding.bytes
    }
}
