import Contracts
import Kernel
import LedgerDomain
import Testing

struct LotStatusTests {
    /// Ten of a lot that expires late, and four of one that expires early, all in one warehouse.
    private var (company, late, early): (Company, ID<Lot>, ID<Lot>)

    init() throws { (self.company, self.late, self.early) = try TrackingTests.stocked() }

    private var north: Availability { self.company.availability(Company.lotted, in: Company.north) }

    @Test(arguments: [.quarantined, .held, .recalled] as [LotStatus])
    mutating func `goods that are not released are there and not available`(
        status: LotStatus
    ) throws {
        let change = try #require(
            try self.company.perform(Company.give(self.late, status)).lotChange
        )
        #expect(change.former == .released)
        #expect(change.lot.version == 2)
        #expect(change.levels.map(\.onHand) == [10])
        #expect(self.north.onHand == 14)
        #expect(self.north.withheld == 10)
        #expect(self.north.available == 4)

        try self.company.perform(Company.give(self.late, .released))
        #expect(self.north.withheld == .zero)
        #expect(self.north.available == 14)
    }

    @Test mutating func `what is not released is not sold, shipped or promised`() throws {
        let promise = ID<Reservation>.make()
        try self.company.perform(Company.reserve(1, of: Company.lotted, id: promise))
        try self.company.perform(Company.give(self.late, .held))
        let lot = try #require(self.company.state.lot(self.late))
        #expect(throws: LedgerRefusal.lotWithheld(lot, line: 0)) {
            try self.company.perform(Company.sell(1, of: Company.lotted, lot: .id(self.late)))
        }
        #expect(throws: LedgerRefusal.lotWithheld(lot, line: 0)) {
            try self.company.perform(Company.consume(1, from: promise, lot: .id(self.late)))
        }
        #expect(throws: LedgerRefusal.self) {
            try self.company.perform(Company.reserve(4, of: Company.lotted))
        }
        try self.company.perform(Company.reserve(3, of: Company.lotted))
        try self.company.perform(Company.consume(1, from: promise, lot: .id(self.early)))
        #expect(self.north.available == .zero)
    }

    @Test(arguments: [.quarantined, .held, .recalled, .expired] as [LotStatus])
    mutating func `what is not released is moved, brought back, sent back and written off`(
        status: LotStatus
    ) throws {
        try self.withhold(self.late, as: status)
        let name = LotName.id(self.late)
        try self.company.perform(
            Company.move(2, of: name, .transfer, from: Company.north, to: Company.south)
        )
        let south = self.company.availability(Company.lotted, in: Company.south)
        #expect(south.onHand == 2)
        #expect(south.available == .zero)
        try self.company.perform(Company.move(1, of: name, .return, to: Company.north))
        try self.company.perform(
            Company.move(2, of: name, .return, from: Company.north, outside: .supplier)
        )
        try self.company.perform(Company.move(3, of: name, .adjust, from: Company.north))
        #expect(self.north.onHand == 8)
        #expect(self.north.withheld == 4)
        #expect(self.north.available == 4)
        let lot = try #require(self.company.state.lot(self.late))
        #expect(lot.status == status)
        #expect(throws: LedgerRefusal.lotWithheld(lot, line: 0)) {
            try self.company.perform(Company.sell(1, of: Company.lotted, lot: name))
        }
    }

    /// Gives a lot a status; the one of those whose last day is over by that day.
    private mutating func withhold(_ lot: ID<Lot>, as status: LotStatus) throws {
        guard status == .expired else {
            try self.company.perform(Company.give(lot, status))
            return
        }
        let day = try #require(self.company.state.lot(lot)?.details.expiresOn)
        self.company.state.now = Timestamp(
            microseconds: (day.daysSinceEpoch + 1) * 86_400_000_000
        )
        try self.company.perform(.expireLot(lot))
    }

    @Test mutating func `promised goods that are held leave less than promised`() throws {
        try self.company.perform(Company.reserve(12, of: Company.lotted))
        try self.company.perform(Company.give(self.late, .held))
        #expect(self.north.available == -8)
        #expect(self.north.isShort)
        // What can be kept of the promise still can, and what is held can still be moved.
        try self.company.perform(
            Company.move(10, of: .id(self.late), .adjust, from: Company.north)
        )
        #expect(self.north.available == -8)
        #expect(throws: LedgerRefusal.self) {
            try self.company.perform(Company.sell(1, of: Company.lotted, lot: .id(self.early)))
        }
        try self.company.perform(
            Company.receive(
                8,
                of: Company.lotted,
                lot: TrackingTests.lot("NEW", expires: "2031-01-01")
            )
        )
        #expect(self.north.available == .zero)
        #expect(!self.north.isShort)
    }

    @Test mutating func `a lot whose last day is over expires, and is not sold before that`() throws
    {
        let day = try #require(CivilDate("2029-01-02"))
        let late = (company: self.company, lot: self.early)
        #expect(throws: LedgerRefusal.lotNotOver(late.lot)) {
            try self.company.perform(.expireLot(late.lot))
        }
        self.company.state.now = Timestamp(microseconds: day.daysSinceEpoch * 86_400_000_000)
        let lot = try #require(self.company.state.lot(self.early))
        #expect(throws: LedgerRefusal.lotWithheld(lot, line: 0)) {
            try self.company.perform(Company.sell(1, of: Company.lotted, lot: .id(self.early)))
        }
        let change = try self.company.perform(.expireLot(self.early)).lotChange
        #expect(change?.lot.status == .expired)
        #expect(change?.reason == .expiry)
        #expect(self.north.available == 10)
        #expect(throws: LedgerRefusal.self) {
            try self.company.perform(Company.give(self.early, .released))
        }
        // Written off without touching what is promised of the others.
        try self.company.perform(Company.reserve(10, of: Company.lotted))
        try self.company.perform(Company.move(4, of: .id(self.early), .adjust, from: Company.north))
        #expect(self.north.onHand == 10)
    }

    @Test mutating func `a till takes what it should not have sold last`() throws {
        try self.company.perform(Company.give(self.early, .held))
        try self.company.perform(Company.sell(9, of: Company.lotted), mayOversell: true)
        #expect(self.company.onHand(Company.lotted, at: Company.north, lot: self.early) == 4)
        try self.company.perform(Company.sell(3, of: Company.lotted), mayOversell: true)
        #expect(self.company.onHand(Company.lotted, at: Company.north, lot: self.early) == 2)
        #expect(self.north.withheld == 2)
    }

    @Test mutating func `a lot takes no status twice, and none from who has one warehouse`() throws
    {
        let lot = try #require(self.company.state.lot(self.late))
        #expect(throws: LedgerRefusal.lotUnchanged(lot)) {
            try self.company.perform(Company.give(self.late, .released))
        }
        #expect(throws: LedgerRefusal.lotElsewhere(self.late)) {
            try self.company.perform(
                Company.give(self.late, .held),
                warehouses: [Company.north.id]
            )
        }
        let unknown = ID<Lot>.make()
        #expect(throws: LedgerRefusal.noSuchLot(unknown)) {
            try self.company.perform(Company.give(unknown, .held))
        }
    }

    @Test mutating func `goods that come back of a recalled lot are not promised again`() throws {
        let promise = ID<Reservation>.make()
        try self.company.perform(Company.reserve(3, of: Company.lotted, id: promise))
        let shipment = try #require(
            try self.company.perform(
                Company.consume(3, from: promise, lot: .id(self.late))
            ).entry
        )
        try self.company.perform(Company.give(self.late, .recalled))
        try self.company.perform(Company.reverse(shipment.id))
        #expect(self.north.onHand == 14)
        #expect(self.north.available == 4)
        let reservation = try #require(self.company.state.reservation(promise))
        #expect(reservation.state == .released)
        #expect(reservation.lines.map(\.released) == [3])
    }
}
