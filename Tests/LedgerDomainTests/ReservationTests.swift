import Contracts
import Kernel
import LedgerDomain
import Testing

struct ReservationTests {
    let id = ID<Reservation>.make()

    func stocked(_ quantity: Quantity) throws -> Company {
        var company = Company()
        try company.perform(Company.receive(quantity))
        return company
    }

    @Test func `what is promised cannot be taken by others`() throws {
        var company = try self.stocked(5)
        try company.perform(Company.reserve(2, 1, id: self.id))
        #expect(company.state.reservation(self.id)?.lines.map(\.reserved) == [2, 1])
        let shortage = Shortage(
            sku: "PLAIN",
            location: Company.north.id,
            requested: 3,
            available: 2,
            blockingReservations: 1,
            line: 0
        )
        #expect(throws: LedgerRefusal.insufficientStock(shortage)) {
            try company.perform(Company.sell(3))
        }
        #expect(throws: LedgerRefusal.insufficientStock(shortage)) {
            try company.perform(Company.reserve(3))
        }
    }

    @Test func `a promise is consumed in parts and then over`() throws {
        var company = try self.stocked(5)
        try company.perform(Company.reserve(3, id: self.id))
        try company.perform(Company.consume(1, from: self.id))
        #expect(company.state.reservation(self.id)?.state == .pending)
        #expect(company.availability(Company.plain, in: Company.north).reserved == 2)
        #expect(throws: LedgerRefusal.self) {
            try company.perform(Company.consume(3, from: self.id))
        }
        try company.perform(Company.consume(2, from: self.id))
        #expect(company.state.reservation(self.id)?.state == .consumed)
        let availability = company.availability(Company.plain, in: Company.north)
        #expect(availability.onHand == 2)
        #expect(availability.reserved == 0)
        #expect(availability.reservations == 0)
        #expect(throws: LedgerRefusal.reservationEnded(self.id, .consumed)) {
            try company.perform(.release(Release(self.id)))
        }
    }

    @Test func `the last part gives up the rest`() throws {
        var company = try self.stocked(5)
        try company.perform(Company.reserve(3, id: self.id))
        try company.perform(Company.consume(1, from: self.id, isFinal: true))
        let reservation = try #require(company.state.reservation(self.id))
        #expect(reservation.state == .consumed)
        #expect(reservation.lines.map(\.released) == [2])
        #expect(company.availability(Company.plain, in: Company.north).available == 4)
    }

    @Test func `a released promise is free again`() throws {
        var company = try self.stocked(5)
        try company.perform(Company.reserve(5, id: self.id))
        try company.perform(.release(Release(self.id)))
        try company.perform(Company.sell(5))
        #expect(company.onHand(Company.plain, at: Company.north) == 0)
    }

    @Test func `the last reason why stock was given up is kept`() throws {
        var company = try self.stocked(5)
        try company.perform(Company.reserve(3, id: self.id))
        let one = [Release.Line(number: 1, quantity: 1)]
        for (reason, kept) in [(nil, nil), ("late", "late"), (nil, "late")] as [(String?, String?)]
        {
            try company.perform(.release(Release(self.id, lines: one, reason: reason)))
            #expect(company.state.reservation(self.id)?.releaseReason == kept)
        }
        #expect(company.state.reservation(self.id)?.state == .released)
    }

    @Test func `everything open can be consumed, or given up in parts`() throws {
        var company = try self.stocked(5)
        try company.perform(Company.reserve(2, 1, id: self.id))
        try company.perform(
            .release(Release(self.id, lines: [Release.Line(number: 1, quantity: 1)]))
        )
        #expect(company.availability(Company.plain, in: Company.north).reserved == 2)
        let ship = try company.perform(
            .consume(Consumption(entry: .make(), reservation: self.id))
        )
        #expect(ship.entry?.movements.map(\.line) == [1, 2])
        #expect(ship.reservation?.state == .consumed)
        #expect(company.availability(Company.plain, in: Company.north).reservations == 0)
    }

    @Test func `a promise is over when the database says so`() throws {
        var company = try self.stocked(5)
        let soon = Company.now.advanced(by: .seconds(60))
        try company.perform(Company.reserve(5, id: self.id, expiresAt: soon))
        #expect(throws: LedgerRefusal.reservationNotOver(self.id)) {
            try company.perform(.expire(self.id))
        }
        let reservation = try #require(company.state.reservation(self.id))
        var later = LedgerState(now: soon)
        for location in [Company.north] + Company.virtual { later.insert(location) }
        later.insert(Company.plain)
        later.insert(reservation)
        later.insert(company.availability(Company.plain, in: Company.north))
        company.state = later
        #expect(throws: LedgerRefusal.reservationEnded(self.id, .expired)) {
            try company.perform(Company.consume(1, from: self.id))
        }
        try company.perform(.expire(self.id))
        #expect(company.state.reservation(self.id)?.state == .expired)
        #expect(company.availability(Company.plain, in: Company.north).available == 5)
    }

    @Test func `a till may sell what was promised, and the promise can still be kept`() throws {
        var company = try self.stocked(2)
        try company.perform(Company.reserve(2, id: self.id))
        let sale = try company.perform(Company.sell(1), mayOversell: true)
        #expect(sale.availabilities.map(\.available) == [-1])
        #expect(sale.availabilities.allSatisfy { $0.isShort })
        #expect(sale.oversold.isEmpty)
        try company.perform(Company.consume(1, from: self.id))
        #expect(company.availability(Company.plain, in: Company.north).onHand == 0)
    }
}
