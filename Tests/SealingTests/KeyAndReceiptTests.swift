import FoundationEssentials
import Kernel
import Testing

@testable import Sealing

@Suite struct KeyAndReceiptTests {
    @Test func `a verifier that trusts the first key believes those after it`() throws {
        var book = try Book(7)
        try book.introduce(Book.signer(2))
        try book.sign()
        try book.introduce(Book.signer(3))
        try book.sign()
        let trusted = book.keys[0].key.fingerprint
        #expect(book.findings(trusting: trusted) == [])
        #expect(book.findings(trusting: book.keys[1].key.fingerprint).first?.class == .forged)
    }

    @Test func `a key that the one before has not signed is not believed`() throws {
        let book = try Book(7)
        let thief = try Book.signer(9)
        let record = try KeyRecord(
            introducing: thief.verifying,
            to: Book.ledger,
            number: 2,
            firstCheckpoint: 9,
            at: Book.time(1),
            signedBy: thief
        )
        var chain = KeyChain()
        try chain.append(book.keys[0])
        #expect(throws: KeyRefusal.notSigned(2)) { try chain.append(record) }
    }

    @Test func `a key that was replaced signs nothing any more`() throws {
        var book = try Book(7)
        let old = try Book.signer(1)
        try book.introduce(Book.signer(2))
        let late = try Checkpoint(
            of: Book.ledger,
            number: Int64(book.checkpoints.count) + 1,
            at: book.head,
            totals: book.totals,
            time: Book.time(1),
            signedBy: old
        )
        book.checkpoints.append(late)
        #expect(book.findings().map(\.class) == [.forged])
    }

    @Test func `a signature is of every field`() throws {
        let book = try Book(7)
        let text = try SealCoding.encode(book.checkpoints[0])
        var chain = KeyChain()
        try chain.append(book.keys[0])
        let words = String(decoding: text, as: UTF8.self)
        let changed = words.replacing("\"lastSequence\":7", with: "\"lastSequence\":8")
        #expect(changed != words)
        let checkpoint = try SealCoding.decode(Checkpoint.self, from: .init(changed.utf8))
        #expect(chain.isSigned(book.checkpoints[0]))
        #expect(!chain.isSigned(checkpoint))
    }

    /// The proof of a movement of a book.
    private func receipt(_ sequence: Int, in book: Book) throws -> Receipt {
        let block = try #require(book.blocks.first { $0.header.lastSequence >= Int64(sequence) })
        let index = sequence - Int(block.header.firstSequence)
        let checkpoint = try #require(book.checkpoints.last)
        let hashes = book.blocks.map { SealHash.leaf($0.header.hash.bytes) }
        let proof = MovementProof(
            sequence: Int64(sequence),
            record: book.records[sequence - 1],
            block: block.header,
            path: MerkleTree.path(to: index, in: block.leaves.map(\.hash)),
            blockPath: MerkleTree.path(to: Int(block.header.number) - 1, in: hashes)
        )
        return Receipt(proof, checkpoint: checkpoint, keys: book.keys)
    }

    @Test(arguments: [1, 5, 6, 23]) func `a receipt proves its movement`(sequence: Int) throws {
        let book = try Book(23)
        let text = try SealCoding.encode(try self.receipt(sequence, in: book))
        let receipt = try SealCoding.decode(Receipt.self, from: text)
        try receipt.verify(trusting: book.keys[0].key.fingerprint)
    }

    @Test func `a receipt proves nothing else`() throws {
        let book = try Book(23)
        let receipt = try self.receipt(8, in: book)
        var record = receipt.proof.record
        record.movement?.quantity += Quantity(tenThousandths: 1)
        #expect(throws: ReceiptRefusal.notInBlock) {
            try receipt.with(record: record).verify(trusting: nil)
        }
        #expect(throws: ReceiptRefusal.notInBlock) {
            try receipt.with(sequence: 9).verify(trusting: nil)
        }
        let other = try Book(24)
        #expect(throws: ReceiptRefusal.notInCheckpoint) {
            try receipt.with(checkpoint: other.checkpoints[0]).verify(trusting: nil)
        }
        let thief = try Book(23, secret: 9)
        let trusted = book.keys[0].key.fingerprint
        #expect(throws: ReceiptRefusal.key(.notTrusted(thief.keys[0].key.fingerprint))) {
            try self.receipt(8, in: thief).verify(trusting: trusted)
        }
        #expect(throws: ReceiptRefusal.notSigned) {
            try receipt.with(keys: thief.keys).verify(trusting: nil)
        }
    }
}

extension Receipt {
    fileprivate func with(
        sequence: Int64? = nil,
        record: SealedRecord? = nil,
        checkpoint: Checkpoint? = nil,
        keys: [KeyRecord]? = nil
    ) -> Receipt {
        let proof = MovementProof(
            sequence: sequence ?? self.proof.sequence,
            record: record ?? self.proof.record,
            block: self.proof.block,
            path: self.proof.path,
            blockPath: self.proof.blockPath
        )
        return Receipt(proof, checkpoint: checkpoint ?? self.checkpoint, keys: keys ?? self.keys)
    }
}
