import Foundation
import Kernel
import Testing

@testable import Sealing

/// What others are shown of a lot, and what they believe.
struct EvidenceTests {
    private let book: Book

    init() throws {
        self.book = try Book(23)
    }

    private var trusted: SealHash { self.book.keys[0].key.fingerprint }

    private func proof(_ sequence: Int) throws -> MovementProof {
        let book = self.book
        let block = try #require(book.blocks.first { $0.header.lastSequence >= Int64(sequence) })
        let index = sequence - Int(block.header.firstSequence)
        let hashes = book.blocks.map { SealHash.leaf($0.header.hash.bytes) }
        return MovementProof(
            sequence: Int64(sequence),
            record: book.records[sequence - 1],
            block: block.header,
            path: MerkleTree.path(to: index, in: block.leaves.map(\.hash)),
            blockPath: MerkleTree.path(to: Int(block.header.number) - 1, in: hashes)
        )
    }

    /// What is said of some movements; of one it may say another quantity.
    private func statement(
        of sequences: [Int],
        unsealed: [SealedID] = [],
        lyingBy lie: Quantity = .zero,
        of total: Int? = nil
    ) throws -> String {
        let movements = try sequences.map { sequence in
            let movement = try #require(self.book.records[sequence - 1].movement)
            return EvidenceStatement.Movement(
                id: movement.id,
                entryId: movement.entry,
                variantId: movement.variant,
                lot: movement.lot.map { EvidenceStatement.Named(id: $0) },
                from: EvidenceStatement.Named(id: movement.from),
                to: EvidenceStatement.Named(id: movement.to),
                quantity: movement.quantity + lie,
                effectiveAt: movement.effectiveAt,
                recordedAt: movement.recordedAt
            )
        }
        let statement = EvidenceStatement(
            evidence: EvidenceStatement.Evidence(
                origins: Array(movements.prefix(1)),
                recipients: Array(movements.dropFirst()),
                totals: EvidenceStatement.Totals(
                    origins: min(1, movements.count),
                    recipients: total ?? max(0, movements.count - 1)
                )
            ),
            unsealed: unsealed
        )
        return String(decoding: try SealCoding.encode(statement), as: UTF8.self)
    }

    private func bundle(
        _ statement: String,
        proving sequences: [Int],
        secret: UInt8 = 1
    ) throws -> EvidenceBundle {
        try EvidenceBundle(
            statement: statement,
            keys: self.book.keys,
            checkpoint: try #require(self.book.checkpoints.last),
            proofs: try sequences.map(self.proof),
            signedBy: try Book.signer(secret)
        )
    }

    @Test func `evidence that names some of the movements says that it is a part`() throws {
        let whole = try self.bundle(try self.statement(of: [2, 7]), proving: [2, 7])
        #expect(try !whole.verify(trusting: self.trusted).isPart)
        let part = try self.bundle(try self.statement(of: [2, 7], of: 2), proving: [2, 7])
        #expect(try part.verify(trusting: self.trusted).isPart)
    }

    @Test func `evidence proves the movements that it names, wherever it is read`() throws {
        let bundle = try self.bundle(try self.statement(of: [2, 7, 23]), proving: [2, 7, 23])
        let text = try SealCoding.encode(bundle)
        let read = try SealCoding.decode(EvidenceBundle.self, from: text)
        let statement = try read.verify(trusting: self.trusted)
        #expect(
            statement.movements.map(\.id)
                == [2, 7, 23].map { self.book.records[$0 - 1].id }
        )
    }

    @Test func `a movement without a proof has to be called unsealed`() throws {
        let late = self.book.records[6].id
        let silent = try self.bundle(try self.statement(of: [2, 7]), proving: [2])
        #expect(throws: EvidenceRefusal.unproven(late)) { try silent.verify(trusting: nil) }
        let open = try self.bundle(try self.statement(of: [2, 7], unsealed: [late]), proving: [2])
        #expect(try open.verify(trusting: nil).unsealed == [late])
    }

    @Test func `a statement says nothing else than what was sealed, whoever signs it`() throws {
        let text = try self.statement(of: [3], lyingBy: 1)
        let id = self.book.records[2].id
        #expect(throws: EvidenceRefusal.differs(id)) {
            try self.bundle(text, proving: [3]).verify(trusting: nil)
        }
    }

    @Test func `nobody else signs a statement, and nobody changes one`() throws {
        let text = try self.statement(of: [3])
        #expect(throws: EvidenceRefusal.statementNotSigned) {
            try self.bundle(text, proving: [3], secret: 9).verify(trusting: nil)
        }
        let whole = try SealCoding.encode(try self.bundle(text, proving: [3]))
        let longer = String(decoding: whole, as: UTF8.self)
            .replacingOccurrences(of: #"unsealed\":[]"#, with: #"unsealed\": []"#)
        let changed = try SealCoding.decode(EvidenceBundle.self, from: Data(longer.utf8))
        #expect(changed.statement != text)
        #expect(throws: EvidenceRefusal.statementNotSigned) { try changed.verify(trusting: nil) }
    }

    @Test func `a proof of something else is none`() throws {
        let bundle = try self.bundle(try self.statement(of: [3]), proving: [3])
        let other = try Book(24)
        let strange = try EvidenceBundle(
            statement: bundle.statement,
            keys: bundle.keys,
            checkpoint: try #require(other.checkpoints.last),
            proofs: bundle.proofs,
            signedBy: try Book.signer(1)
        )
        let id = self.book.records[2].id
        #expect(throws: EvidenceRefusal.proof(id, .notInCheckpoint)) {
            try strange.verify(trusting: nil)
        }
    }

    @Test func `a ledger that is not the trusted one proves nothing`() throws {
        let bundle = try self.bundle(try self.statement(of: [3]), proving: [3])
        let thief = try Book(23, secret: 9).keys[0].key.fingerprint
        #expect(throws: EvidenceRefusal.key(.notTrusted(self.trusted))) {
            try bundle.verify(trusting: thief)
        }
    }
}
