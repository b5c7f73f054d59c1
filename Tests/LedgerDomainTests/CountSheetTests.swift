import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Testing

struct CountSheetTests {
    private let ann = UUID()
    private let bob = UUID()
    private let cid = UUID()
    private let first = ID<CountLine>.make()
    private let second = ID<CountLine>.make()

    private func sheet(
        tolerance: CountTolerance = CountTolerance(quantity: 1),
        sole: Quantity? = nil
    ) -> CountSheet {
        CountSheet(
            policy: CountPolicy(tolerance: tolerance, soleApproval: sole),
            lines: [CountSheet.Line(id: self.first), CountSheet.Line(id: self.second)]
        )
    }

    private static func look(
        _ seen: Quantity,
        of expected: Quantity = 10,
        after seconds: Int64 = 0
    ) -> CountSheet.Look {
        CountSheet.Look(
            observedAt: Company.now.advanced(by: .seconds(seconds)),
            seen: seen,
            expected: expected
        )
    }

    private func record(
        _ look: CountSheet.Look,
        of line: ID<CountLine>,
        by counter: UUID,
        isAlone: Bool = false,
        on sheet: inout CountSheet
    ) throws(CountRefusal) {
        try sheet.record(look, of: line, by: counter, isAlone: isAlone, at: 0)
    }

    private func counted(sole: Quantity? = nil) throws -> CountSheet {
        var sheet = self.sheet(sole: sole)
        try self.record(Self.look(10), of: self.first, by: self.ann, on: &sheet)
        try self.record(Self.look(4), of: self.second, by: self.ann, on: &sheet)
        try self.record(Self.look(4), of: self.second, by: self.bob, on: &sheet)
        return sheet
    }

    @Test func `a count is done once every line is counted`() throws {
        var sheet = self.sheet()
        try self.record(Self.look(10), of: self.first, by: self.ann, on: &sheet)
        #expect(sheet.state == .open)
        try self.record(Self.look(11), of: self.second, by: self.ann, on: &sheet)
        #expect(sheet.state == .counted)
        try sheet.approve(by: self.ann)
        #expect(sheet.state == .approved)
    }

    @Test func `what is out of tolerance is counted again by somebody else`() throws {
        var sheet = self.sheet()
        try self.record(Self.look(10), of: self.first, by: self.ann, on: &sheet)
        try self.record(Self.look(4), of: self.second, by: self.ann, on: &sheet)
        #expect(sheet.state == .recount)
        #expect(throws: CountRefusal.sameCounter(at: 0)) {
            try self.record(Self.look(4), of: self.second, by: self.ann, on: &sheet)
        }
        #expect(throws: CountRefusal.notCounted(lines: 1)) { try sheet.approve(by: self.cid) }
        try self.record(Self.look(5), of: self.second, by: self.bob, on: &sheet)
        #expect(sheet.state == .counted)
        #expect(sheet.lines[1].variance == -5)
    }

    @Test func `who is alone counts again themselves`() throws {
        var sheet = self.sheet()
        try self.record(Self.look(4), of: self.first, by: self.ann, on: &sheet)
        try self.record(Self.look(4), of: self.first, by: self.ann, isAlone: true, on: &sheet)
        #expect(sheet.lines[0].state == .counted)
    }

    @Test func `nobody looks at a line again that nobody asked for`() throws {
        var sheet = self.sheet()
        try self.record(Self.look(10), of: self.first, by: self.ann, on: &sheet)
        #expect(throws: CountRefusal.lineCounted(at: 0)) {
            try self.record(Self.look(9), of: self.first, by: self.bob, on: &sheet)
        }
        try sheet.recount([self.first])
        #expect(throws: CountRefusal.notInOrder(at: 0)) {
            try self.record(Self.look(9, after: -1), of: self.first, by: self.bob, on: &sheet)
        }
        try self.record(Self.look(9), of: self.first, by: self.bob, on: &sheet)
        #expect(sheet.lines[0].last?.seen == 9)
    }

    @Test func `units that are mixed up are looked at again, though their number is right`() throws
    {
        var sheet = self.sheet()
        let look = CountSheet.Look(
            observedAt: Company.now,
            seen: 2,
            expected: 2,
            isMixedUp: true
        )
        try self.record(look, of: self.first, by: self.ann, on: &sheet)
        #expect(sheet.lines[0].state == .recount)
    }

    @Test func `one person may approve up to the limit`() throws {
        var within = try self.counted(sole: 6)
        try within.approve(by: self.ann)
        #expect(within.state == .approved)
    }

    @Test func `above the limit a second person approves who has not counted`() throws {
        var sheet = try self.counted(sole: Quantity(tenThousandths: 59_999))
        try sheet.approve(by: self.ann)
        #expect(sheet.state == .counted)
        #expect(throws: CountRefusal.approvedAlready) { try sheet.approve(by: self.ann) }
        #expect(throws: CountRefusal.counterApproves) { try sheet.approve(by: self.bob) }
        // What one has approved is not counted on.
        #expect(throws: CountRefusal.wrongState(.counted)) {
            try sheet.add(CountSheet.Line(id: .make()))
        }
        try sheet.approve(by: self.cid)
        #expect(sheet.state == .approved)
    }

    @Test func `under a rule nobody approves alone what they counted`() throws {
        let rule = ApprovalRule(id: .make(), maximumQuantity: 100)
        var own = try self.counted()
        own.require(rule)
        try own.approve(by: self.ann)
        #expect(own.state == .counted)
        #expect(throws: CountRefusal.counterApproves) { try own.approve(by: self.bob) }
        try own.approve(by: self.cid)
        #expect(own.state == .approved)
        var other = try self.counted()
        other.require(rule)
        try other.approve(by: self.cid)
        #expect(other.state == .approved)
    }

    @Test func `a rule without limits has nobody else approve`() throws {
        var sheet = try self.counted()
        sheet.require(ApprovalRule(id: .make()))
        try sheet.approve(by: self.ann)
        #expect(sheet.state == .approved)
    }

    @Test func `units that were mixed up are a difference`() throws {
        var sheet = CountSheet(
            policy: CountPolicy(),
            lines: [CountSheet.Line(id: self.first)]
        )
        let look = CountSheet.Look(
            observedAt: Company.now,
            seen: 2,
            expected: 2,
            isMixedUp: true
        )
        try self.record(look, of: self.first, by: self.ann, on: &sheet)
        try self.record(look, of: self.first, by: self.bob, on: &sheet)
        sheet.require(ApprovalRule(id: .make(), maximumQuantity: 4))
        #expect(!sheet.needsTwo)
        sheet.require(ApprovalRule(id: .make(), maximumQuantity: 3))
        #expect(sheet.needsTwo)
    }

    @Test func `another look takes an approval back`() throws {
        var sheet = try self.counted(sole: 1)
        try sheet.approve(by: self.ann)
        try sheet.recount([self.first])
        #expect(sheet.state == .recount)
        #expect(sheet.approvers.isEmpty)
    }

    @Test func `what is over does not change`() throws {
        var sheet = try self.counted()
        try sheet.approve(by: self.ann)
        #expect(throws: CountRefusal.wrongState(.approved)) { try sheet.cancel() }
        #expect(throws: CountRefusal.wrongState(.approved)) { try sheet.recount([self.first]) }
        #expect(throws: CountRefusal.wrongState(.approved)) { try sheet.approve(by: self.cid) }
        var other = self.sheet()
        try other.cancel()
        #expect(throws: CountRefusal.wrongState(.cancelled)) {
            try self.record(Self.look(1), of: self.first, by: self.ann, on: &other)
        }
    }

    @Test func `only what was counted is counted again`() throws {
        var sheet = self.sheet()
        #expect(throws: CountRefusal.notCounted(lines: 1)) { try sheet.recount([self.first]) }
        #expect(throws: CountRefusal.unknownLine(at: 0)) { try sheet.recount([.make()]) }
    }

    private static let tolerances: [(String, String, Quantity, Quantity, Bool)] = [
        ("10", "0", 110, 100, true), ("10", "0", 90, 100, true), ("9.9999", "0", 110, 100, false),
        ("0", "10", 110, 100, true), ("0", "9.9999", 110, 100, false), ("0", "0", 100, 100, true),
        ("0", "100", 1, 0, false), ("1", "50", 4, 2, false), ("1", "50", 3, 2, true),
        ("0", "100", 1_000_000_000, 500_000_000, true),
    ]

    @Test(arguments: Self.tolerances)
    func `a tolerance allows for just as much as it says`(
        quantity: String,
        percent: String,
        seen: Quantity,
        expected: Quantity,
        isAllowed: Bool
    ) throws {
        let tolerance = CountTolerance(
            quantity: try #require(Quantity(quantity)),
            percent: try #require(Quantity(percent))
        )
        #expect(tolerance.allows(seen: seen, expected: expected) == isAllowed)
    }

    @Test func `classes go by the share of what is used`() {
        let (most, some, few, none) = (
            ID<Variant>.make(), ID<Variant>.make(), ID<Variant>.make(), ID<Variant>.make()
        )
        let classes = StockClass.classes(of: [most: 80, some: 15, few: 5, none: 0])
        #expect(classes == [most: .a, some: .b, few: .c, none: .c])
        #expect(StockClass.classes(of: [few: -3]) == [few: .c])
    }
}
