import Kernel
import Testing

@testable import Sealing

/// Each way to tamper with a ledger is found and named with the first number that it is about.
@Suite struct TamperingTests {
    private func first(_ findings: [Finding]) -> String {
        findings.first.map { "\($0.class.rawValue) \($0.sequence)" } ?? "nothing"
    }

    @Test(arguments: [1, 4, 5, 6, 17, 40]) func `a sealed ledger has no findings`(
        count: Int
    ) throws {
        let book = try Book(count)
        #expect(book.findings(kept: book.checkpoints) == [])
        #expect(book.findings(trusting: book.keys[0].key.fingerprint) == [])
    }

    @Test func `a changed field is named`() throws {
        var book = try Book(23)
        book.records[11].movement?.quantity += 1
        book.records[14].entry.note = "other"
        let findings = book.findings()
        #expect(findings.map(\.class) == [.changed, .changed])
        #expect(findings.map(\.sequence) == [12, 15])
    }

    @Test func `a deleted movement is named`() throws {
        var book = try Book(23)
        book.records.remove(at: 7)
        #expect(book.findings().map(\.class) == [.deleted])
        #expect(self.first(book.findings()) == "deleted 8")
    }

    @Test func `the last movement of a block is missed`() throws {
        var book = try Book(23)
        book.records.remove(at: 22)
        book.records.remove(at: 4)
        #expect(book.findings().map(\.sequence) == [5, 23])
    }

    @Test(arguments: [(2, 3), (2, 19)]) func `names that were swapped are named`(
        one: Int,
        other: Int
    ) throws {
        var book = try Book(23)
        let id = book.records[one].id
        let otherID = book.records[other].id
        book.records[one].movement?.id = otherID
        book.records[other].movement?.id = id
        #expect(book.findings().map(\.class) == [.swapped])
        #expect(self.first(book.findings()) == "swapped 3")
    }

    @Test(arguments: [(2, 3), (2, 19)]) func `places that were swapped are named`(
        one: Int,
        other: Int
    ) throws {
        var book = try Book(23)
        let times = (book.records[one].entry.recordedAt, book.records[other].entry.recordedAt)
        book.records[one].movement?.recordedAt = times.1
        book.records[one].entry.recordedAt = times.1
        book.records[other].movement?.recordedAt = times.0
        book.records[other].entry.recordedAt = times.0
        #expect(book.findings().map(\.class) == [.swapped])
        #expect(self.first(book.findings()) == "swapped 3")
    }

    @Test func `seals that were swapped are named`() throws {
        var book = try Book(23)
        var leaves = book.blocks[1].leaves
        leaves.swapAt(0, 3)
        book.blocks[1] = SealedBlock(header: book.blocks[1].header, leaves: leaves)
        #expect(book.findings().map(\.class) == [.swapped])
        #expect(self.first(book.findings()) == "swapped 6")
    }

    @Test func `what was inserted into the past is named`() throws {
        var book = try Book(23)
        var record = Book.record(99)
        record.movement?.recordedAt = Book.time(7).advanced(by: .microseconds(1))
        record.entry.recordedAt = record.place.recordedAt
        book.records.append(record)
        #expect(book.findings().map(\.class) == [.inserted])
        #expect(self.first(book.findings()) == "inserted 8")
    }

    @Test func `a movement that is there twice is named`() throws {
        var book = try Book(23)
        var copy = book.records[2]
        copy.movement?.recordedAt = Book.time(17).advanced(by: .microseconds(1))
        book.records.append(copy)
        #expect(book.findings().map(\.class) == [.inserted])
    }

    @Test func `a tail that was cut is named by a checkpoint only`() throws {
        let whole = try Book(23)
        var book = whole
        book.blocks.removeLast(2)
        book.records.removeLast(8)
        book.checkpoints.removeLast(2)
        #expect(book.findings() == [])
        #expect(book.findings(kept: whole.checkpoints).map(\.class) == [.tailCut])
        #expect(self.first(book.findings(kept: whole.checkpoints)) == "tail-cut 16")
    }

    @Test func `a chain that was rewritten is named by a checkpoint only`() throws {
        let whole = try Book(23)
        var book = whole
        book.records[11].movement?.quantity += 1
        try book.sealAll(size: 5)
        book.checkpoints = []
        #expect(book.findings() == [])
        let findings = book.findings(kept: whole.checkpoints)
        #expect(findings.map(\.class) == [.rewritten])
        // The first checkpoint, after two blocks, is still right.
        #expect(self.first(findings) == "rewritten 11")
        #expect(findings[0].through == 20)
    }

    @Test func `a chain that was signed with another key is not believed`() throws {
        let whole = try Book(23)
        let forged = try Book(23, secret: 9)
        #expect(forged.findings() == [])
        let trusted = whole.keys[0].key.fingerprint
        #expect(forged.findings(trusting: trusted).first?.class == .forged)
        #expect(forged.findings(keys: whole.keys).first?.class == .forged)
    }

    @Test func `a block that is gone is named, and nothing else`() throws {
        var book = try Book(23)
        book.blocks.remove(at: 2)
        let findings = book.findings()
        #expect(findings.map(\.class) == [.deleted])
        #expect(findings[0].sequence == 11)
        #expect(findings[0].through == 15)
    }

    @Test func `one block that was made anew does not fit the next`() throws {
        var book = try Book(23)
        book.checkpoints = []
        book.records[6].movement?.quantity += 1
        var head = ChainHead.empty
        head.append(book.blocks[0].header)
        book.blocks[1] = SealedBlock(Array(book.records[5..<10]), after: head, at: Book.time(1))
        #expect(book.findings().map(\.class) == [.rewritten])
    }

    @Test func `other totals are named`() throws {
        var book = try Book(5)
        let signer = try Book.signer(1)
        var head = ChainHead.empty
        head.append(book.blocks[0].header)
        let wrong = try Checkpoint(
            of: Book.ledger,
            number: 2,
            at: head,
            totals: WarehouseTotals(),
            time: Book.time(1),
            signedBy: signer
        )
        book.checkpoints.append(wrong)
        #expect(book.findings().map(\.class) == [.changed])
    }
}
