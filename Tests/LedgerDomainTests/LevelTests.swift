import Contracts
import Kernel
import LedgerDomain
import Testing

/// Lines that say how much there is to be.
struct LevelTests {
    /// Ten of plain goods at the northern warehouse.
    private func stocked() throws -> Company {
        var company = Company()
        try company.perform(Company.receive(10))
        return company
    }

    @Test(
        arguments: [(12, 2, true), (7, 3, false), (0, 10, false)] as [(Quantity, Quantity, Bool)]
    )
    func `a level that is as expected is set by moving the difference`(
        level: Quantity,
        moved: Quantity,
        isFound: Bool
    ) throws {
        var company = try self.stocked()
        let decision = try company.perform(Company.set(to: level, expecting: 10))
        let movement = try #require(decision.entry?.movements.first)
        let account = try #require(Company.account(.adjustment))
        #expect(decision.entry?.kind == .adjust)
        #expect(decision.entry?.movements.count == 1)
        #expect(movement.line == 1)
        #expect(movement.quantity == moved)
        #expect(movement.from == (isFound ? account : Company.north.id))
        #expect(movement.to == (isFound ? Company.north.id : account))
        #expect(decision.balances.map(\.onHand) == [level])
        #expect(decision.availabilities.map(\.onHand) == [level])
        #expect(company.onHand(Company.plain, at: Company.north) == level)
    }

    @Test func `a level that is not as expected says what is there, and changes nothing`() throws {
        var company = try self.stocked()
        let mismatch = LevelMismatch(expected: 9, actual: 10)
        #expect(throws: LedgerRefusal.quantityChanged(mismatch)) {
            try company.perform(Company.set(to: 12, expecting: 9))
        }
        // Nor where it is already what it is to be.
        #expect(throws: LedgerRefusal.quantityChanged(mismatch)) {
            try company.perform(Company.set(to: 10, expecting: 9))
        }
        let lines = [
            Company.level(4, expecting: 0, at: Company.bin), Company.level(12, expecting: 9),
        ]
        let second = LevelMismatch(expected: 9, actual: 10, line: 1)
        #expect(throws: LedgerRefusal.quantityChanged(second)) {
            try company.perform(.post(.adjust, lines))
        }
        #expect(company.onHand(Company.plain, at: Company.bin) == 0)
        #expect(company.onHand(Company.plain, at: Company.north) == 10)
        #expect(!LedgerRefusal.quantityChanged(mismatch).mayPass)
    }

    @Test func `where nobody expects anything any level is replaced`() throws {
        var company = try self.stocked()
        try company.perform(Company.set(to: 12, expecting: nil))
        #expect(company.onHand(Company.plain, at: Company.north) == 12)
        try company.perform(Company.sell(20), mayOversell: true)
        let cover = try company.perform(Company.set(to: 3, expecting: nil))
        #expect(cover.entry?.movements.map(\.quantity) == [11])
        #expect(cover.balances.map(\.isOversold) == [false])
        #expect(company.onHand(Company.plain, at: Company.north) == 3)
    }

    @Test func `what is owed can be expected`() throws {
        var company = try self.stocked()
        try company.perform(Company.sell(12), mayOversell: true)
        let mismatch = LevelMismatch(expected: 2, actual: -2)
        #expect(throws: LedgerRefusal.quantityChanged(mismatch)) {
            try company.perform(Company.set(to: 0, expecting: 2))
        }
        try company.perform(Company.set(to: 0, expecting: -2))
        #expect(company.onHand(Company.plain, at: Company.north) == 0)
    }

    @Test func `a barcode counts packs, of what is expected too`() throws {
        var company = try self.stocked()
        company.state.insert(Pack(variant: Company.plain.id, content: 12), barcode: "5012")
        func set(to level: Quantity, expecting expected: Quantity?) -> LedgerCommand {
            let line = Posting.Line(
                setting: LevelTarget(level, expected: expected),
                of: .barcode("5012"),
                at: .id(Company.north.id),
                against: .virtual(.adjustment)
            )
            return .post(.adjust, [line])
        }
        let mismatch = LevelMismatch(expected: 12, actual: 10)
        #expect(throws: LedgerRefusal.quantityChanged(mismatch)) {
            try company.perform(set(to: 2, expecting: 1))
        }
        try company.perform(set(to: 3, expecting: nil))
        #expect(company.onHand(Company.plain, at: Company.north) == 36)
        let half = Quantity(tenThousandths: 5_000)
        try company.perform(set(to: half, expecting: 3))
        #expect(company.onHand(Company.plain, at: Company.north) == 6)
        try company.perform(Company.sell(30), mayOversell: true)
        try company.perform(set(to: 0, expecting: -2))
        #expect(company.onHand(Company.plain, at: Company.north) == 0)
    }

    @Test func `the level is that of the place, and not of what is below it`() throws {
        var company = try self.stocked()
        try company.perform(Company.receive(5, at: Company.bin))
        let mismatch = LevelMismatch(expected: 15, actual: 10)
        #expect(throws: LedgerRefusal.quantityChanged(mismatch)) {
            try company.perform(Company.set(to: 1, expecting: 15))
        }
        try company.perform(Company.set(to: 1, expecting: 10))
        #expect(company.onHand(Company.plain, at: Company.bin) == 5)
        #expect(company.availability(Company.plain, in: Company.north).onHand == 6)
        // Where nothing ever was there is nothing.
        try company.perform(Company.set(to: 4, expecting: 0, at: Company.south))
        #expect(company.onHand(Company.plain, at: Company.south) == 4)
    }

    @Test func `of lots it is the level of one`() throws {
        var (company, late, early) = try TrackingTests.stocked()
        let lotted = Company.lotted
        try company.perform(Company.set(to: 6, expecting: 4, of: lotted, lot: .id(early)))
        let code = LotName.code("LATE", StockLot.Details())
        try company.perform(Company.set(to: 9, expecting: 10, of: lotted, lot: code))
        #expect(company.onHand(lotted, at: Company.north, lot: early) == 6)
        #expect(company.onHand(lotted, at: Company.north, lot: late) == 9)
        let mismatch = LevelMismatch(
            sku: "LOTTED",
            location: Company.north.id,
            lot: late,
            expected: 15,
            actual: 9,
            line: 0
        )
        #expect(throws: LedgerRefusal.quantityChanged(mismatch)) {
            try company.perform(Company.set(to: 1, expecting: 15, of: lotted, lot: code))
        }
    }

    @Test func `of a lot that is new there is nothing, and it is made with the first of it`()
        throws
    {
        var company = Company()
        let (lotted, new) = (Company.lotted, TrackingTests.lot("NEW", expires: "2030-01-01"))
        let mismatch = LevelMismatch(
            sku: "LOTTED",
            location: Company.north.id,
            expected: 1,
            actual: 0,
            line: 0
        )
        #expect(throws: LedgerRefusal.quantityChanged(mismatch)) {
            try company.perform(Company.set(to: 5, expecting: 1, of: lotted, lot: new))
        }
        // Nobody says of a lot that never was that there is none of it.
        #expect(throws: LedgerRefusal.unknownLot(new, line: 0)) {
            try company.perform(Company.set(to: 0, expecting: 0, of: lotted, lot: new))
        }
        let line = Company.level(5, expecting: 0, of: lotted, lot: new)
        #expect(throws: LedgerRefusal.levelInTwoLines(line: 1)) {
            try company.perform(.post(.adjust, [line, line]))
        }
        let decision = try company.perform(.post(.adjust, [line]))
        let lot = try #require(decision.lots.first)
        #expect(company.onHand(lotted, at: Company.north, lot: lot.id) == 5)
    }
}
