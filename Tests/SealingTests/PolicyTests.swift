import Kernel
import Testing

@testable import Sealing

/// Rules of approval are checked from the sealed chain alone.
@Suite struct PolicyTests {
    private static let boss = Book.id(901)
    private static let clerk = Book.id(902)

    /// An entry of an instant, by somebody.
    private static func entry(
        _ number: UInt64,
        _ kind: String,
        at second: Int64,
        by actor: SealedID = PolicyTests.clerk,
        reason: String? = "lost"
    ) -> SealedRecord.Entry {
        SealedRecord.Entry(
            id: Book.id(number),
            kind: kind,
            reason: reason,
            effectiveAt: Book.time(second),
            recordedAt: Book.time(second),
            actorKind: "user",
            actorId: actor,
            actorName: "somebody",
            cause: Book.id(5)
        )
    }

    private static func rule(
        _ number: UInt64,
        _ terms: ApprovalTerms,
        at second: Int64
    ) throws -> SealedRecord {
        var entry = Self.entry(number, "rule", at: second, by: Self.boss)
        entry.authority = "approval.manage"
        entry.terms = try terms.text()
        return SealedRecord(movement: nil, entry: entry)
    }

    private static func approval(
        _ number: UInt64,
        of approved: UInt64,
        at second: Int64,
        by actor: SealedID = PolicyTests.boss
    ) -> SealedRecord {
        var entry = Self.entry(number, "approve", at: second, by: actor)
        entry.approves = Book.id(approved)
        entry.authority = "entry.approve"
        return SealedRecord(movement: nil, entry: entry)
    }

    /// The movements of an entry that takes nuts out of a warehouse, or screws.
    private static func lost(
        _ quantities: Quantity...,
        in entry: SealedRecord.Entry,
        of variants: [UInt64] = [1],
        to account: UInt64 = 3
    ) -> [SealedRecord] {
        quantities.enumerated().map { index, quantity in
            SealedRecord(
                movement: SealedRecord.Movement(
                    id: SealedID(head: 8, tail: entry.id.tail * 100 + UInt64(index)),
                    entry: entry.id,
                    line: Int32(index + 1),
                    variant: Book.id(variants[index % variants.count]),
                    from: Book.id(4),
                    to: SealedID(head: 0x7000, tail: 0x8000_0000_0000_0000 + account),
                    fromWarehouse: Book.id(4),
                    quantity: quantity,
                    effectiveAt: entry.effectiveAt,
                    recordedAt: entry.recordedAt
                ),
                entry: entry
            )
        }
    }

    private static let terms = ApprovalTerms(kinds: ["adjust", "count"], maximumQuantity: 10)

    /// What a verifier says of these records, sealed in blocks of `size`.
    private func findings(_ records: [SealedRecord], size: Int = 3) throws -> [String] {
        var book = try Book(1)
        book.records = records.sorted { $0.place < $1.place }
        try book.sealAll(size: size)
        let findings = book.findings()
        #expect(try self.exported(book) == findings)
        return findings.map { "\($0.class.rawValue) \($0.sequence)" }
    }

    /// The same of a file.
    private func exported(_ book: Book) throws -> [Finding] {
        var verifier = ExportVerifier()
        for key in book.keys { verifier.check(.key(key)) }
        var rest = book.records[...]
        for block in book.blocks {
            for leaf in block.leaves {
                let record = rest.removeFirst()
                #expect(record.id == leaf.movement)
                let sequence = Int64(book.records.count - rest.count)
                let line = ExportLine.movement(ExportedMovement(sequence: sequence, record: record))
                let text = try SealCoding.encode(line)
                verifier.check(try SealCoding.decode(ExportLine.self, from: text))
            }
            verifier.check(.block(ExportedBlock(block, hash: block.header.hash)))
        }
        return verifier.finish()
    }

    @Test func `without a rule everything is allowed`() throws {
        let records = Self.lost(500, in: Self.entry(1, "adjust", at: 2, reason: nil))
        #expect(try self.findings(records) == [])
    }

    @Test func `what nobody approved is named, and what is up to the limit is not`() throws {
        var records = [try Self.rule(1, Self.terms, at: 1)]
        records += Self.lost(10, in: Self.entry(2, "adjust", at: 2))
        records += Self.lost(11, in: Self.entry(3, "adjust", at: 3))
        records += Self.lost(6, 5, in: Self.entry(4, "adjust", at: 4))
        records += Self.lost(6, 5, in: Self.entry(5, "adjust", at: 5), of: [1, 2])
        #expect(try self.findings(records) == ["unapproved 3", "unapproved 4"])
    }

    @Test(arguments: [2, 9] as [UInt64]) func `an approval counts on either side of its entry`(
        number: UInt64
    ) throws {
        for size in 1...4 {
            var records = [try Self.rule(1, Self.terms, at: 1)]
            records += Self.lost(6, 6, in: Self.entry(5, "adjust", at: 2))
            records.append(Self.approval(number, of: 5, at: 2))
            #expect(try self.findings(records, size: size) == [])
        }
    }

    @Test func `who approves is somebody else, at once, and allowed to`() throws {
        var records = [try Self.rule(1, Self.terms, at: 1)]
        records += Self.lost(20, in: Self.entry(10, "adjust", at: 2))
        records.append(Self.approval(11, of: 10, at: 2, by: Self.clerk))
        records += Self.lost(20, in: Self.entry(20, "adjust", at: 3))
        records.append(Self.approval(21, of: 20, at: 4))
        var without = Self.approval(31, of: 30, at: 5)
        without.entry.authority = "stock.adjust"
        records += Self.lost(20, in: Self.entry(30, "adjust", at: 5)) + [without]
        var program = Self.approval(41, of: 40, at: 6)
        program.entry.actorKind = "apiKey"
        records += Self.lost(20, in: Self.entry(40, "adjust", at: 6)) + [program]
        #expect(
            try self.findings(records) == [
                "approved-by-the-same 2", "unapproved 4", "without-authority 6",
                "without-authority 8",
            ]
        )
    }

    @Test func `of several approvals one is enough`() throws {
        var records = [try Self.rule(1, Self.terms, at: 1)]
        records += Self.lost(20, in: Self.entry(10, "adjust", at: 2))
        records.append(Self.approval(11, of: 10, at: 2, by: Self.clerk))
        records.append(Self.approval(12, of: 10, at: 2))
        #expect(try self.findings(records) == [])
    }

    @Test func `what is called something else is judged all the same`() throws {
        var records = [try Self.rule(1, Self.terms, at: 1)]
        records += Self.lost(20, in: Self.entry(2, "transfer", at: 2), to: 4)
        records += Self.lost(20, in: Self.entry(3, "sale", at: 3), to: 2)
        #expect(try self.findings(records) == ["unapproved 2"])
    }

    @Test func `a correction without a reason is named`() throws {
        var records = [try Self.rule(1, Self.terms, at: 1)]
        records += Self.lost(1, in: Self.entry(2, "adjust", at: 2, reason: nil))
        records += Self.lost(1, in: Self.entry(3, "adjust", at: 3, reason: ""))
        #expect(try self.findings(records) == ["without-reason 2", "without-reason 3"])
    }

    @Test func `each entry is judged by the rule before it`() throws {
        var records = [try Self.rule(1, Self.terms, at: 1)]
        records.append(
            try Self.rule(2, ApprovalTerms(kinds: ["count"], maximumQuantity: 5), at: 3)
        )
        records.append(try Self.rule(3, ApprovalTerms(kinds: ["adjust"]), at: 6))
        for second in [2, 4, 7] as [Int64] {
            let entry = Self.entry(UInt64(100 + second), "adjust", at: second)
            records += Self.lost(20, in: entry)
        }
        records += Self.lost(6, in: Self.entry(105, "count", at: 5))
        #expect(try self.findings(records) == ["unapproved 2", "unapproved 5"])
    }

    @Test func `a value is the one that was sealed`() throws {
        let terms = ApprovalTerms(kinds: ["adjust"], maximumValue: 1_000_000, currency: "USD")
        var records = [try Self.rule(1, terms, at: 1)]
        let worths: [Int64?] = [nil, 1_000_000, 1_000_001]
        for (number, worth) in worths.enumerated() {
            var entry = Self.entry(UInt64(10 + number), "adjust", at: Int64(2 + number))
            entry.worth = worth
            records += Self.lost(1, in: entry)
        }
        #expect(try self.findings(records) == ["unapproved 2", "unapproved 4"])
    }

    @Test func `a rule that nobody was allowed to make is none`() throws {
        var other = try Self.rule(2, ApprovalTerms(kinds: ["adjust"]), at: 2)
        other.entry.authority = nil
        var unreadable = try Self.rule(3, ApprovalTerms(kinds: ["adjust"]), at: 3)
        unreadable.entry.terms = "{}"
        let records =
            [try Self.rule(1, Self.terms, at: 1), other, unreadable]
            + Self.lost(20, in: Self.entry(4, "adjust", at: 4))
        #expect(
            try self.findings(records) == [
                "without-authority 2", "without-authority 3", "unapproved 4",
            ]
        )
    }

    @Test(arguments: 1...20) func `random corrections are found exactly where nobody else approved`(
        seed: UInt64
    ) throws {
        var generator = SeededGenerator(seed: seed)
        var records = [try Self.rule(1, Self.terms, at: 1)]
        var broken: Set<SealedID> = []
        for number in 2...60 as ClosedRange<UInt64> {
            let quantity = Quantity(
                tenThousandths: .random(in: 90_000...110_000, using: &generator)
            )
            let entry = Self.entry(number * 10, "adjust", at: Int64(number))
            records += Self.lost(quantity, in: entry)
            var isApproved = false
            for _ in 0..<Int.random(in: 0...2, using: &generator) {
                let boss = Bool.random(using: &generator)
                let offset = UInt64.random(in: 1...9, using: &generator)
                let isAfter = Bool.random(using: &generator)
                let id = isAfter ? number * 10 + offset : number * 10 - offset
                guard !records.contains(where: { $0.entry.id == Book.id(id) }) else { continue }
                isApproved = isApproved || boss
                records.append(
                    Self.approval(
                        id,
                        of: number * 10,
                        at: Int64(number),
                        by: boss ? Self.boss : Self.clerk
                    )
                )
            }
            if quantity > 10, !isApproved { broken.insert(entry.id) }
        }
        let sorted = records.sorted { $0.place < $1.place }
        let found = try self.findings(records, size: .random(in: 1...9, using: &generator))
        let numbers = found.compactMap { $0.split(separator: " ").last.flatMap { Int($0) } }
        #expect(Set(numbers.map { sorted[$0 - 1].entry.id }) == broken)
    }
}
