import Foundation
import Kernel
import Testing

@testable import Sealing

/// The same tampering with a file of the ledger, as lines of text.
@Suite struct ExportTests {
    /// The lines of a file of a book.
    private static func lines(of book: Book) throws -> [String] {
        var lines: [ExportLine] = [.ledger(ExportedLedger(ledger: Book.ledger, writtenAt: .now))]
        lines += book.keys.map { .key($0) }
        for block in book.blocks {
            for sequence in block.header.firstSequence...block.header.lastSequence {
                let record = book.records[Int(sequence) - 1]
                lines.append(.movement(ExportedMovement(sequence: sequence, record: record)))
            }
            lines.append(.block(ExportedBlock(block, hash: block.header.hash)))
            lines += book.checkpoints.filter { $0.blocks == block.header.number }
                .map { .checkpoint($0) }
        }
        return try lines.map { String(decoding: try SealCoding.encode($0), as: UTF8.self) }
    }

    private static func findings(_ lines: [String], kept: [Checkpoint] = []) -> [String] {
        var verifier = ExportVerifier()
        for (number, line) in lines.enumerated() {
            do {
                verifier.check(try SealCoding.decode(ExportLine.self, from: Data(line.utf8)))
            } catch {
                verifier.checkUnreadable(line: number + 1)
            }
        }
        var chain = verifier.chain
        for checkpoint in kept where checkpoint.blocks >= chain.head.number {
            chain.check(checkpoint, from: "that was kept")
        }
        let all = verifier.finish() + chain.finish()
        return Set(all.map { "\($0.class.rawValue) \($0.sequence)" }).sorted()
    }

    /// The number of the line of a movement, counted from zero.
    private static func line(of sequence: Int, in lines: [String]) throws -> Int {
        try #require(lines.firstIndex { $0.contains("\"sequence\":\(sequence),") })
    }

    @Test func `a file has no findings`() throws {
        #expect(try Self.findings(Self.lines(of: Book(23))) == [])
    }

    @Test func `a changed character is named`() throws {
        var lines = try Self.lines(of: Book(23))
        let line = try Self.line(of: 8, in: lines)
        lines[line] = lines[line].replacing("anna", with: "anne")
        #expect(Self.findings(lines) == ["changed 8"])
    }

    @Test func `a deleted line is named`() throws {
        var lines = try Self.lines(of: Book(23))
        lines.remove(at: try Self.line(of: 8, in: lines))
        #expect(Self.findings(lines) == ["deleted 8"])
    }

    @Test func `lines that were swapped are named`() throws {
        var lines = try Self.lines(of: Book(23))
        lines.swapAt(try Self.line(of: 8, in: lines), try Self.line(of: 10, in: lines))
        #expect(Self.findings(lines).first?.hasPrefix("swapped") == true)
    }

    @Test func `numbers that were swapped are named`() throws {
        var lines = try Self.lines(of: Book(23))
        let (one, other) = (try Self.line(of: 7, in: lines), try Self.line(of: 8, in: lines))
        lines[one] = lines[one].replacing("\"sequence\":7,", with: "\"sequence\":8,")
        lines[other] = lines[other].replacing("\"sequence\":8,", with: "\"sequence\":7,")
        #expect(Self.findings(lines) == ["swapped 7"])
    }

    @Test func `an inserted line is named`() throws {
        var lines = try Self.lines(of: Book(23))
        let line = try Self.line(of: 8, in: lines)
        let id = Book.id(20_008).description
        lines.insert(
            lines[line].replacing(id, with: Book.id(77).description)
                .replacing("\"sequence\":8,", with: "\"sequence\":9,"),
            at: line + 1
        )
        #expect(Self.findings(lines).contains("inserted 9"))
    }

    @Test func `a tail that was cut is named by a checkpoint`() throws {
        let book = try Book(23)
        var lines = try Self.lines(of: book)
        lines.removeSubrange(try Self.line(of: 16, in: lines)...)
        #expect(Self.findings(lines) == [])
        #expect(Self.findings(lines, kept: book.checkpoints) == ["tail-cut 16"])
    }

    @Test func `a file that was rewritten is named by a checkpoint`() throws {
        let whole = try Book(23)
        var book = whole
        book.records[7].movement?.quantity += 1
        try book.sealAll(size: 5)
        book.checkpoints = []
        let lines = try Self.lines(of: book)
        #expect(Self.findings(lines) == [])
        #expect(Self.findings(lines, kept: whole.checkpoints) == ["rewritten 1"])
    }

    @Test func `a line that is none is named`() throws {
        var lines = try Self.lines(of: Book(23))
        lines[try Self.line(of: 8, in: lines)] = "{"
        #expect(Self.findings(lines).contains("changed 8"))
    }
}
