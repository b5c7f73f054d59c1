import Foundation
import Kernel
import Testing

@testable import Sealing

@Suite struct EncodingTests {
    /// Every way in which one field can differ.
    private static let changes: [@Sendable (inout SealedRecord) -> Void] = [
        { $0.movement?.id = Book.id(99) }, { $0.movement?.entry = Book.id(99) },
        { $0.movement?.line = 2 }, { $0.movement?.variant = Book.id(99) },
        { $0.movement?.lot = Book.id(99) }, { $0.movement?.serial = Book.id(99) },
        { $0.movement?.from = Book.id(99) }, { $0.movement?.to = Book.id(99) },
        { $0.movement?.fromWarehouse = Book.id(99) }, { $0.movement?.toWarehouse = nil },
        { $0.movement?.quantity += Quantity(tenThousandths: 1) },
        { $0.movement?.unitCost = "1" }, { $0.movement?.unitCostCurrency = "1" },
        { $0.movement?.reverses = Book.id(99) },
        { $0.movement?.effectiveAt = $0.entry.effectiveAt.advanced(by: .microseconds(1)) },
        { $0.movement?.occurredAt = $0.entry.effectiveAt },
        { $0.movement?.recordedAt = $0.entry.recordedAt.advanced(by: .microseconds(1)) },
        { $0.entry.id = Book.id(99) }, { $0.entry.kind = "sale" }, { $0.entry.source = "" },
        { $0.entry.source = "a" }, { $0.entry.document = "a" }, { $0.entry.originalSource = "a" },
        { $0.entry.originalDocument = "a" }, { $0.entry.reverses = Book.id(99) },
        { $0.entry.reversalNumber = 1 }, { $0.entry.undoesRest = false },
        { $0.entry.batch = Book.id(99) },
        { $0.entry.reservation = Book.id(99) }, { $0.entry.reason = "a" }, { $0.entry.note = "a" },
        { $0.entry.effectiveAt = $0.entry.effectiveAt.advanced(by: .microseconds(1)) },
        { $0.entry.recordedAt = $0.entry.recordedAt.advanced(by: .microseconds(1)) },
        { $0.entry.actorKind = "service" }, { $0.entry.actorId = Book.id(99) },
        { $0.entry.actorName = "ann" }, { $0.entry.cause = Book.id(99) },
        { $0.entry.transferOrder = Book.id(99) }, { $0.entry.occurredAt = $0.entry.effectiveAt },
        { $0.entry.approves = Book.id(99) }, { $0.entry.authority = "a" }, { $0.entry.terms = "a" },
        { $0.entry.worth = 0 }, { $0.movement = nil },
    ]

    @Test func `records that differ in one field have different hashes`() {
        let record = Book.record(1)
        let changed = Self.changes.map { change in
            var copy = record
            change(&copy)
            return copy.leafHash(1)
        }
        let all = [record.leafHash(1), record.leafHash(2)] + changed
        #expect(Set(all).count == all.count)
    }

    @Test func `every field of a record is one of those that were changed`() throws {
        let record = Book.record(1)
        let movement = try #require(record.movement)
        let count = [Mirror(reflecting: movement), Mirror(reflecting: record.entry)]
            .map(\.children.count).reduce(0, +)
        // One source is empty and another is not, and once there is no movement at all.
        #expect(Self.changes.count == count + 2)
    }

    @Test func `random words never encode alike`() {
        var generator = SeededGenerator(seed: 7)
        let words: [String?] = [nil, "", "a", "b", "ab", "a\u{0}", "\u{22}", "\u{23}a"]
        var seen: [[UInt8]: SealedRecord] = [:]
        for _ in 0..<2_000 {
            var record = Book.record(1)
            record.entry.source = words.randomElement(using: &generator) ?? nil
            record.entry.document = words.randomElement(using: &generator) ?? nil
            record.entry.originalSource = words.randomElement(using: &generator) ?? nil
            record.entry.originalDocument = words.randomElement(using: &generator) ?? nil
            record.entry.reason = words.randomElement(using: &generator) ?? nil
            record.entry.note = words.randomElement(using: &generator) ?? nil
            let other = seen.updateValue(record, forKey: record.encoding(1))
            #expect(other == nil || other == record)
        }
    }

    /// What was sealed with a version stays as it was: this hash must never change.
    @Test func `the first version of the encoding stays as it is`() {
        #expect(
            Book.record(1).leafHash(1).description
                == "0f37cb8610136ddef64d7a06fec303598ba5dfb74a70aa7738deb363ba23204b"
        )
    }

    @Test func `a record comes back from its text`() throws {
        var record = Book.record(3)
        record.entry.note = "5 \u{2032} x \"2\""
        record.movement?.recordedAt = Timestamp(microseconds: 1_700_000_000_123_456)
        let text = try SealCoding.encode(record)
        #expect(try SealCoding.decode(SealedRecord.self, from: text) == record)
    }

    @Test(
        arguments: [
            (0, "0"), (1, "0.0001"), (10_000, "1"), (12_500, "1.25"),
            (Int128(Int64.max) * 10_000, "9223372036854775807"),
        ] as [(Int128, String)]
    )
    func `a total is a decimal`(value: Int128, text: String) {
        #expect(TotalQuantity(tenThousandths: value).description == text)
        #expect(TotalQuantity(text) == TotalQuantity(tenThousandths: value))
    }

    @Test(arguments: ["", ".", "-1", "1.", "1.00001", "1.2.3", "x", "1.-1"])
    func `what is no total is refused`(text: String) {
        #expect(TotalQuantity(text) == nil)
    }
}
