import Contracts
import Kernel
import LedgerDomain
import Testing

struct BackorderTests {
    let id = ID<Reservation>.make()

    private func stocked(_ quantity: Quantity) throws -> Company {
        var company = Company()
        try company.perform(Company.receive(quantity))
        return company
    }

    private static func request(
        _ quantities: (Quantity, mayWait: Bool)...,
        id: ID<Reservation> = .make(),
        reference: Reference? = nil,
        expiresAt: Timestamp? = nil
    ) -> LedgerCommand {
        .reserve(
            ReservationRequest(
                id: id,
                warehouse: .id(Company.north.id),
                expiresAt: expiresAt,
                reference: reference,
                lines: quantities.map { quantity, mayWait in
                    ReservationRequest.Line(
                        variant: .id(Company.plain.id),
                        quantity: quantity,
                        mayWait: mayWait
                    )
                }
            )
        )
    }

    @Test func `what is there is promised, and the rest waits`() throws {
        var company = try self.stocked(5)
        try company.perform(Self.request((2, false), (4, true), (1, true), id: self.id))
        let lines = try #require(company.state.reservation(self.id)).lines
        #expect(lines.map(\.reserved) == [2, 3, 0])
        #expect(lines.map(\.backordered) == [0, 1, 1])
        #expect(lines.map { $0.state(in: .pending) } == [.pending, .pending, .backordered])
        #expect(company.availability(Company.plain, in: Company.north).reserved == 5)
    }

    @Test func `a line that may not wait is refused where others take nothing from it`() throws {
        var company = try self.stocked(5)
        #expect(throws: LedgerRefusal.self) {
            try company.perform(Self.request((4, true), (6, false)))
        }
        #expect(company.availability(Company.plain, in: Company.north).reserved == 0)
    }

    @Test func `stock that comes is promised as far as it goes, once`() throws {
        var company = Company()
        try company.perform(Self.request((6, true), id: self.id))
        #expect(company.state.reservation(self.id)?.state == .pending)
        #expect(throws: LedgerRefusal.nothingToPromise(self.id)) {
            try company.perform(.fill(self.id))
        }
        try company.perform(Company.receive(4))
        try company.perform(.fill(self.id))
        let level = company.availability(Company.plain, in: Company.north)
        #expect(level.reserved == 4)
        #expect(level.reservations == 1)
        #expect(throws: LedgerRefusal.nothingToPromise(self.id)) {
            try company.perform(.fill(self.id))
        }
        try company.perform(Company.consume(4, from: self.id))
        let left = try #require(company.state.reservation(self.id))
        #expect(left.state == .pending)
        #expect(left.lines.map(\.backordered) == [2])
        try company.perform(Company.receive(9))
        try company.perform(.fill(self.id))
        try company.perform(Company.consume(2, from: self.id))
        #expect(company.state.reservation(self.id)?.state == .consumed)
        #expect(company.availability(Company.plain, in: Company.north).available == 7)
    }

    @Test func `what waits is given up before what is promised`() throws {
        var company = try self.stocked(5)
        try company.perform(Self.request((8, true), id: self.id))
        try company.perform(
            .release(Release(self.id, lines: [Release.Line(number: 1, quantity: 4)]))
        )
        let line = try #require(company.state.reservation(self.id)?.lines.first)
        #expect(line.backordered == 0)
        #expect(line.released == 1)
        #expect(line.open == 4)
        #expect(throws: LedgerRefusal.notReserved(line: 0, open: 4)) {
            try company.perform(
                .release(Release(self.id, lines: [Release.Line(number: 1, quantity: 5)]))
            )
        }
    }

    @Test func `when the time is over nothing waits any more`() throws {
        var company = try self.stocked(1)
        let soon = Company.now.advanced(by: .seconds(10))
        try company.perform(Self.request((3, true), id: self.id, expiresAt: soon))
        company.state.now = soon
        #expect(throws: LedgerRefusal.reservationEnded(self.id, .expired)) {
            try company.perform(.fill(self.id))
        }
        try company.perform(.expire(self.id))
        let ended = try #require(company.state.reservation(self.id))
        #expect(ended.state == .expired)
        #expect(ended.lines.map(\.backordered) == [0])
        #expect(ended.lines.map { $0.state(in: ended.state) } == [.expired])
        #expect(company.availability(Company.plain, in: Company.north).reserved == 0)
    }

    @Test func `a promise is given another end while it lasts`() throws {
        var company = try self.stocked(3)
        let soon = Company.now.advanced(by: .seconds(10))
        try company.perform(Self.request((3, false), id: self.id, expiresAt: soon))
        #expect(throws: LedgerRefusal.expiryInPast(Company.now)) {
            try company.perform(
                .extend(ReservationExtension(self.id, expiresAt: Company.now))
            )
        }
        let later = Company.now.advanced(by: .seconds(60))
        try company.perform(.extend(ReservationExtension(self.id, expiresAt: later)))
        company.state.now = soon
        #expect(throws: LedgerRefusal.reservationNotOver(self.id)) {
            try company.perform(.expire(self.id))
        }
        company.state.now = later
        #expect(throws: LedgerRefusal.reservationEnded(self.id, .expired)) {
            try company.perform(.extend(ReservationExtension(self.id, expiresAt: nil)))
        }
    }

    @Test func `a document that is withdrawn first promises nothing when it comes`() throws {
        var company = try self.stocked(3)
        let document = Reference(source: "web", document: "1")
        let withdrawal = Withdrawal(
            id: self.id,
            reference: document,
            warehouse: .id(Company.north.id),
            reason: "cancelled"
        )
        try company.perform(.withdraw(withdrawal))
        #expect(throws: LedgerRefusal.reservationEnded(self.id, .released)) {
            try company.perform(Self.request((1, false), reference: document))
        }
        #expect(throws: LedgerRefusal.reservationEnded(self.id, .released)) {
            try company.perform(.withdraw(withdrawal))
        }
        #expect(company.availability(Company.plain, in: Company.north).reserved == 0)
    }

    @Test func `a document that holds stock is released by its name`() throws {
        var company = try self.stocked(3)
        let document = Reference(source: "web", document: "1")
        try company.perform(Self.request((2, false), id: self.id, reference: document))
        let withdrawal = Withdrawal(
            id: .make(),
            reference: document,
            warehouse: .id(Company.north.id)
        )
        #expect(throws: LedgerRefusal.self) {
            try company.perform(.withdraw(withdrawal), warehouses: [Company.south.id])
        }
        try company.perform(.withdraw(withdrawal))
        #expect(company.state.reservation(self.id)?.state == .released)
        #expect(company.availability(Company.plain, in: Company.north).reserved == 0)
    }
}
