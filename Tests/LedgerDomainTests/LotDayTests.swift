import Contracts
import Kernel
import LedgerDomain
import Testing

struct LotDayTests {
    @Test func `a lot keeps the day on which it expires`() throws {
        var (company, late, _) = try TrackingTests.stocked()
        let other = TrackingTests.lot("LATE", expires: "2030-01-05")
        let known = try #require(company.state.lot(.id(late), of: Company.lotted.id))
        #expect(throws: LedgerRefusal.lotExpiryDiffers(of: known, line: 0)) {
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
}
