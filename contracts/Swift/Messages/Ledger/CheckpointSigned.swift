package import Kernel

/// How far the ledger is sealed, signed: whoever keeps it can later prove what was in the book.
package struct CheckpointSigned: Contract, Hashable {
    package static let type = "ledger.checkpoint.signed.v1"
    package static let destination = Destination.event(of: .ledger)

    package let ledgerId: ID<Book>
    /// 1 for the first, then one more with each, without gaps.
    package let number: Int64
    /// How many blocks it is about.
    package let blocks: Int64
    /// The number of the last movement in them.
    package let lastSequence: Int64
    /// The hash of the last block, as hexadecimal digits like all that follow.
    package let head: String
    /// The root of the tree of the hashes of all blocks.
    package let root: String
    /// The hash of `totals`.
    package let totalsHash: String
    package let totals: [CheckpointTotal]
    package let signedAt: Timestamp
    /// The fingerprint of the key that signed it.
    package let keyId: String
    package let signature: String

    package init(
        ledgerId: ID<Book>,
        number: Int64,
        blocks: Int64,
        lastSequence: Int64,
        head: String,
        root: String,
        totalsHash: String,
        totals: [CheckpointTotal],
        signedAt: Timestamp,
        keyId: String,
        signature: String
    ) {
        self.ledgerId = ledgerId
        self.number = number
        self.blocks = blocks
        self.lastSequence = lastSequence
        self.head = head
        self.root = root
        self.totalsHash = totalsHash
        self.totals = totals
        self.signedAt = signedAt
        self.keyId = keyId
        self.signature = signature
    }
}
