import Contracts
import Kernel
import LedgerDomain
import Testing

struct LotDayTests {
    @Test func `a lot keeps the day on which it expires`() throws {
        var (company, late, _) = try TrackingTests.stocked()
        let other = TrackingTests.lot("LATE", expires: "2030-01-05")
        let known = try #require(company.state.lot(.id(late), of: Company.lotted.id))
        #expect(throws: LedgerRefusal.lotDiffers(known, in: .expiresOn, line: 0)) {
            try company.perform(Company.receive(1, of: Company.lotted, lot: other))
        }
        #expect(company.onHand(Company.lotted, at: Company.north, lot: late) == 10)
        for name in [
            TrackingTests.lot("LATE", expires: "2030-01-01"),
            LotName.code("LATE", StockLot.Details()),
        ] {
            try company.perform(Company.receive(1, of: Company.lotted, lot: name))
        }
        #expect(company.onHand(Company.lotted, at: Company.north, lot: late) == 12)
    }

    @Test func `a lot keeps what the receipt that registered it said, and gets nothing by another`()
        throws
    {
        var (company, _, _) = try TrackingTests.stocked()
        func receive(_ details: StockLot.Details) throws {
            let name = LotName.code("NEW", details)
            try company.perform(Company.receive(1, of: Company.lotted, lot: name))
        }
        let (made, expires) = (CivilDate("2029-12-01"), CivilDate("2030-01-01"))
        let first = StockLot.Details(supplier: "Meadow", manufacturedOn: made, expiresOn: expires)
        try receive(first)
        let name = LotName.code("NEW", StockLot.Details())
        let lot = try #require(company.state.lot(name, of: Company.lotted.id))
        #expect(lot.details == first)
        #expect(throws: LedgerRefusal.lotDiffers(lot, in: .supplier, line: 0)) {
            try receive(StockLot.Details(supplier: "Hill", expiresOn: expires))
        }
        #expect(throws: LedgerRefusal.lotDiffers(lot, in: .manufacturedOn, line: 0)) {
            try receive(StockLot.Details(supplier: "Meadow", manufacturedOn: expires))
        }
        for details in [first, StockLot.Details(supplier: "Meadow"), StockLot.Details()] {
            try receive(details)
        }
        #expect(company.onHand(Company.lotted, at: Company.north, lot: lot.id) == 4)
        #expect(company.state.lot(name, of: Company.lotted.id)?.details == first)
    }
}
