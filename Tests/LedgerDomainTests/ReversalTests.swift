import Contracts
import Kernel
import LedgerDomain
import Testing

struct ReversalTests {
    let id = ID<Reservation>.make()

    @Test func `an entry is undone in parts until nothing is left`() throws {
        var company = Company()
        let receipt = try #require(try company.perform(Company.receive(5)).entry)
        let line = Reversal.Part(of: .line(1), quantity: 2)
        let first = try #require(try company.perform(Company.reverse(receipt.id, line)).entry)
        #expect(first.part == ReversalPart(number: 1, isLast: false))
        #expect(first.movements.map(\.reverses) == receipt.movements.map(\.id))
        try company.perform(Company.reverse(receipt.id, line))
        #expect(throws: LedgerRefusal.reversedTooFar(line: 0, number: 1, left: 1)) {
            try company.perform(Company.reverse(receipt.id, line))
        }
        let last = try #require(try company.perform(Company.reverse(receipt.id)).entry)
        #expect(last.movements.map(\.quantity) == [1])
        #expect(last.part == ReversalPart(number: 3, isLast: true))
        #expect(company.onHand(Company.plain, at: Company.north) == 0)
        #expect(throws: LedgerRefusal.alreadyReversed(by: last.id)) {
            try company.perform(Company.reverse(receipt.id, line))
        }
    }

    @Test func `parts of one reversal count together`() throws {
        var company = Company()
        let receipt = try #require(try company.perform(Company.receive(5)).entry)
        let movement = try #require(receipt.movements.first).id
        #expect(throws: LedgerRefusal.reversedTooFar(line: 1, number: 1, left: 2)) {
            try company.perform(
                Company.reverse(
                    receipt.id,
                    Reversal.Part(of: .line(1), quantity: 3),
                    Reversal.Part(of: .movement(movement), quantity: 3)
                )
            )
        }
        #expect(company.onHand(Company.plain, at: Company.north) == 5)
    }

    @Test func `what is undone is above zero, and part of the entry`() throws {
        var company = Company()
        let receipt = try #require(try company.perform(Company.receive(5)).entry)
        #expect(throws: LedgerRefusal.quantityNotPositive(line: 0)) {
            try company.perform(
                Company.reverse(receipt.id, Reversal.Part(of: .line(1), quantity: 0))
            )
        }
        for subject in [Reversal.Subject.line(2), .movement(.make())] {
            #expect(throws: LedgerRefusal.notInEntry(line: 0)) {
                try company.perform(Company.reverse(receipt.id, Reversal.Part(of: subject)))
            }
        }
    }

    @Test func `goods come back to the lot and place that they were taken from`() throws {
        var company = Company()
        for (code, day) in [("L1", "2030-01-01"), ("L2", "2031-01-01")] {
            try company.perform(
                Company.receive(
                    2,
                    of: Company.lotted,
                    lot: .code(code, StockLot.Details(expiresOn: CivilDate(day))),
                    at: Company.bin
                )
            )
        }
        let sale = try #require(
            try company.perform(
                Company.sell(3, of: Company.lotted, at: Company.bin),
                mayOversell: true
            ).entry
        )
        let lots = try sale.movements.map { try #require($0.lot) }
        #expect(sale.movements.map(\.quantity) == [2, 1])
        try company.perform(
            Company.reverse(sale.id, Reversal.Part(of: .movement(sale.movements[0].id)))
        )
        func left(_ lot: Int) -> Quantity {
            company.onHand(Company.lotted, at: Company.bin, lot: lots[lot])
        }
        #expect([left(0), left(1)] == [2, 1])
        try company.perform(Company.reverse(sale.id, Reversal.Part(of: .line(1))))
        #expect([left(0), left(1)] == [2, 2])
    }

    @Test func `units come back by their numbers`() throws {
        var company = Company()
        try company.perform(Company.receive(3, of: Company.serial, serials: ["A", "B", "C"]))
        let sale = try #require(
            try company.perform(
                Company.sell(3, of: Company.serial, serials: ["A", "B", "C"])
            ).entry
        )
        func undo(_ quantity: Quantity?, _ serials: String...) throws {
            try company.perform(
                Company.reverse(
                    sale.id,
                    Reversal.Part(of: .line(1), quantity: quantity, serials: serials)
                )
            )
        }
        #expect(throws: LedgerRefusal.serialsRequired(count: 2, line: 0)) { try undo(2) }
        #expect(throws: LedgerRefusal.serialsRequired(count: 2, line: 0)) { try undo(2, "B") }
        #expect(throws: LedgerRefusal.unitNotInEntry("D", line: 0)) { try undo(1, "D") }
        try undo(nil, "B")
        #expect(throws: LedgerRefusal.unitNotInEntry("B", line: 0)) { try undo(nil, "B") }
        let key = StockSerial.Key(variant: Company.serial.id, number: "B")
        #expect(company.state.serial(key)?.location == Company.north.id)
        try undo(2)
        #expect(company.onHand(Company.serial, at: Company.north) == 3)
    }

    @Test func `a shipment that is undone is promised again`() throws {
        var company = Company()
        try company.perform(Company.receive(5))
        try company.perform(Company.reserve(3, id: self.id))
        let ship = try company.perform(Company.consume(3, from: self.id))
        #expect(ship.reservation?.state == .consumed)
        let entry = try #require(ship.entry)
        try company.perform(Company.reverse(entry.id, Reversal.Part(of: .line(1), quantity: 1)))
        #expect(company.state.reservation(self.id)?.state == .pending)
        #expect(company.state.reservation(self.id)?.lines.map(\.open) == [1])
        try company.perform(Company.reverse(entry.id))
        let availability = company.availability(Company.plain, in: Company.north)
        #expect(availability.reserved == 3)
        #expect(availability.reservations == 1)
        try company.perform(Company.consume(3, from: self.id))
        #expect(company.onHand(Company.plain, at: Company.north) == 2)
    }

    @Test(arguments: [true, false])
    func `what comes back too late counts as released`(isReleased: Bool) throws {
        var company = Company()
        let soon = Company.now.advanced(by: .seconds(60))
        try company.perform(Company.receive(5))
        try company.perform(Company.reserve(3, id: self.id, expiresAt: soon))
        let ship = try company.perform(Company.consume(isReleased ? 2 : 3, from: self.id))
        if isReleased {
            try company.perform(.release(Release(self.id)))
        } else {
            company.state.now = soon
        }
        try company.perform(Company.reverse(try #require(ship.entry).id))
        let reservation = try #require(company.state.reservation(self.id))
        #expect(reservation.lines.map(\.released) == [3])
        #expect(reservation.lines.map(\.consumed) == [0])
        #expect(reservation.state == (isReleased ? .released : .expired))
        let availability = company.availability(Company.plain, in: Company.north)
        #expect(availability.reserved == 0)
        #expect(availability.reservations == 0)
        #expect(availability.available == 5)
    }

    @Test func `a reversal from before there were parts undid everything`() throws {
        var company = Company()
        let receipt = try #require(try company.perform(Company.receive(5)).entry)
        let reversal = ID<Entry>.make()
        company.state.insert(Undoing(by: reversal, number: nil), of: receipt.id)
        #expect(throws: LedgerRefusal.alreadyReversed(by: reversal)) {
            try company.perform(
                Company.reverse(receipt.id, Reversal.Part(of: .line(1), quantity: 1))
            )
        }
    }
}
