import Contracts
import Kernel
import LedgerDomain
import Testing

/// How the book takes in what was counted.
struct CountPostingTests {
    private func posting(
        _ correction: Quantity,
        of key: CountedKey,
        level: Quantity
    ) throws -> LedgerCommand {
        let count = CountReckoning.reckon([
            AcceptedCount(
                id: .make(),
                observedAt: Company.now,
                seen: level + correction,
                level: level
            )
        ])
        return .post(try #require(CountEntry.posting(count[0], of: key, id: .make())))
    }

    @Test func `a count takes what is promised`() throws {
        var company = Company()
        try company.perform(Company.receive(5))
        try company.perform(Company.reserve(4))
        let key = CountedKey(variant: Company.plain.id, location: Company.north.id)
        try company.perform(self.posting(-3, of: key, level: 5), mayOversell: true)
        let availability = company.availability(Company.plain, in: Company.north)
        #expect(availability.available == -2)
        #expect(availability.isShort)
    }

    @Test func `goods without a lot are counted apart from the lots`() throws {
        var (company, lot, _) = try TrackingTests.stocked()
        let before = company.onHand(Company.lotted, at: Company.north, lot: lot)
        let key = CountedKey(variant: Company.lotted.id, location: Company.north.id)
        try company.perform(self.posting(-3, of: key, level: 3), mayOversell: true)
        #expect(company.onHand(Company.lotted, at: Company.north, lot: lot) == before)
        #expect(company.onHand(Company.lotted, at: Company.north) == -3)
    }

    @Test func `a unit that was missing and has been seen elsewhere since stays there`() throws {
        var company = Company()
        try company.perform(Company.receive(2, of: Company.serial, serials: ["S1", "S2"]))
        try company.perform(
            .post(
                .transfer,
                [
                    Posting.Line(
                        variant: .id(Company.serial.id),
                        serials: ["S1"],
                        quantity: 1,
                        from: .id(Company.north.id),
                        to: .id(Company.south.id)
                    )
                ]
            )
        )
        for number in ["S1", "S2"] {
            let key = CountedKey(
                variant: Company.serial.id,
                location: Company.north.id,
                serial: number
            )
            try company.perform(self.posting(-1, of: key, level: 1), mayOversell: true)
        }
        func unit(_ number: String) -> StockSerial? {
            company.state.serial(
                StockSerial.Key(variant: Company.serial.id, number: number)
            )
        }
        #expect(unit("S1")?.location == Company.south.id)
        #expect(unit("S2")?.isInStock == false)
    }

    @Test func `a count cannot be reversed`() throws {
        var company = Company()
        let key = CountedKey(variant: Company.plain.id, location: Company.north.id)
        let entry = try #require(
            try company.perform(self.posting(3, of: key, level: 0), mayOversell: true).entry
        )
        #expect(throws: LedgerRefusal.notReversible(entry.id)) {
            try company.perform(Company.reverse(entry.id))
        }
    }

    @Test func `what was counted goes to the corrections of the book and nowhere else`() throws {
        var company = Company()
        try company.perform(Company.receive(5))
        for target in [LocationName.id(Company.south.id), .virtual(.customer), .virtual(.scrap)] {
            let line = Posting.Line(
                variant: .id(Company.plain.id),
                quantity: 1,
                from: .id(Company.north.id),
                to: target
            )
            #expect(throws: LedgerRefusal.self) { try company.perform(.post(.count, [line])) }
        }
    }
}
