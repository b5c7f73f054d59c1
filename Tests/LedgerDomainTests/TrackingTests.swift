import Contracts
import Kernel
import LedgerDomain
import Testing

struct TrackingTests {
    static func lot(_ code: String, expires: String) -> LotName {
        .code(code, StockLot.Details(expiresOn: CivilDate(expires)))
    }

    /// Ten of a lot that expires late, and four of one that expires early.
    static func stocked() throws -> (company: Company, late: ID<Lot>, early: ID<Lot>) {
        var company = Company()
        let late = try company.perform(
            Company.receive(10, of: Company.lotted, lot: Self.lot("LATE", expires: "2030-01-01"))
        )
        let early = try company.perform(
            Company.receive(4, of: Company.lotted, lot: Self.lot("EARLY", expires: "2029-01-01"))
        )
        return (company, try #require(late.lots.first).id, try #require(early.lots.first).id)
    }

    @Test func `a variant with lots asks for one`() throws {
        var (company, _, _) = try Self.stocked()
        #expect(throws: LedgerRefusal.lotRequired(line: 0)) {
            try company.perform(Company.receive(1, of: Company.lotted))
        }
        #expect(throws: LedgerRefusal.lotNotTracked(line: 0)) {
            try company.perform(Company.receive(1, lot: Self.lot("X", expires: "2030-01-01")))
        }
        let unknown = Self.lot("X", expires: "2030-01-01")
        #expect(throws: LedgerRefusal.unknownLot(unknown, line: 0)) {
            try company.perform(Company.sell(1, of: Company.lotted, lot: unknown))
        }
        let undated = LotName.code("Y", StockLot.Details())
        #expect(throws: LedgerRefusal.lotExpiryRequired(line: 0)) {
            try company.perform(Company.receive(1, of: Company.lotted, lot: undated))
        }
    }

    @Test func `a till takes what expires first, and owes the rest without a lot`() throws {
        var (company, late, early) = try Self.stocked()
        try company.perform(Company.sell(6, of: Company.lotted), mayOversell: true)
        #expect(company.onHand(Company.lotted, at: Company.north, lot: early) == 0)
        #expect(company.onHand(Company.lotted, at: Company.north, lot: late) == 8)

        let sale = try company.perform(Company.sell(9, of: Company.lotted), mayOversell: true)
        #expect(company.onHand(Company.lotted, at: Company.north, lot: late) == 0)
        #expect(company.onHand(Company.lotted, at: Company.north) == -1)
        #expect(sale.oversold.map(\.key.lot) == [nil])
    }

    @Test func `an adjustment may settle what is owed without a lot, and no more`() throws {
        var company = Company()
        try company.perform(Company.sell(2, of: Company.lotted), mayOversell: true)
        func found(_ quantity: Quantity) -> LedgerCommand {
            .post(
                .adjust,
                [
                    Posting.Line(
                        variant: .sku("LOTTED"),
                        quantity: quantity,
                        from: .virtual(.adjustment),
                        to: .id(Company.north.id)
                    )
                ]
            )
        }
        #expect(throws: LedgerRefusal.lotRequired(line: 0)) { try company.perform(found(3)) }
        try company.perform(found(2))
        #expect(company.onHand(Company.lotted, at: Company.north) == 0)
    }

    @Test func `every unit has its own number and moves alone`() throws {
        var company = Company()
        let receipt = try company.perform(
            Company.receive(2, of: Company.serial, serials: ["A", "B"])
        )
        #expect(receipt.entry?.movements.map(\.quantity) == [1, 1])
        #expect(receipt.entry?.movements.map(\.line) == [1, 1])
        #expect(throws: LedgerRefusal.serialsRequired(count: 2, line: 0)) {
            try company.perform(Company.sell(2, of: Company.serial, serials: ["A"]))
        }
        #expect(throws: LedgerRefusal.serialUnavailable("A", line: 0)) {
            try company.perform(Company.sell(2, of: Company.serial, serials: ["A", "A"]))
        }
        #expect(throws: LedgerRefusal.serialUnavailable("B", line: 0)) {
            try company.perform(Company.receive(1, of: Company.serial, serials: ["B"]))
        }
        try company.perform(Company.sell(1, of: Company.serial, serials: ["A"]))
        #expect(throws: LedgerRefusal.serialUnavailable("A", line: 0)) {
            try company.perform(Company.sell(1, of: Company.serial, serials: ["A"]))
        }
        #expect(company.onHand(Company.serial, at: Company.north) == 1)
    }

    @Test func `a reversal puts a unit back where it was`() throws {
        var company = Company()
        try company.perform(Company.receive(1, of: Company.serial, serials: ["A"]))
        let sale = try company.perform(Company.sell(1, of: Company.serial, serials: ["A"]))
        try company.perform(Company.reverse(try #require(sale.entry).id))
        let key = StockSerial.Key(variant: Company.serial.id, number: "A")
        #expect(company.state.serial(key)?.location == Company.north.id)
    }

    @Test func `a unit that was not read is not put back unseen`() throws {
        var company = Company()
        let line = PostedMovement(
            id: .make(),
            line: 1,
            variant: Company.serial.id,
            serial: .make(),
            from: Company.north.id,
            to: try #require(company.state.location(.virtual(.customer))).id,
            quantity: 1
        )
        let entry = PostedEntry(
            id: .make(),
            kind: .sale,
            effectiveAt: Company.now,
            recordedAt: Company.now,
            about: Circumstances(),
            actor: Company.clerk,
            movements: [line]
        )
        company.state.insert(entry)
        let number = try #require(line.serial).description
        #expect(throws: LedgerRefusal.serialUnavailable(number, line: 0)) {
            try company.perform(Company.reverse(entry.id))
        }
    }
}
