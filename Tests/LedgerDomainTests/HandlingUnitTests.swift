import Contracts
import Kernel
import LedgerDomain
import Testing

struct HandlingUnitTests {
    /// A company with a pallet in the bin, and a carton on it.
    private static func stacked() -> (Company, pallet: ID<HandlingUnit>, carton: ID<HandlingUnit>) {
        var company = Company()
        let pallet = company.unit(1, in: Company.bin.id)
        let carton = company.unit(2, in: company.place(of: pallet).id, type: .carton)
        return (company, pallet, carton)
    }

    private static func undo(_ entry: ID<Entry>) -> LedgerCommand {
        .reverse(Reversal(id: .make(), of: .entry(entry), about: Circumstances()))
    }

    @Test func `inside its warehouse a unit moves and no goods do`() throws {
        var (company, pallet, carton) = Self.stacked()
        let place = company.place(of: carton)
        try company.perform(Company.receive(7, at: place))
        let moved = try company.handle(.move(to: .code("NORTH")), pallet)
        #expect(moved.entry == nil)
        #expect(moved.balances.isEmpty)
        #expect(moved.handlingUnits.map(\.action) == [.moved])
        #expect(moved.handlingUnits.map(\.from) == [Company.bin.id])
        #expect(company.place(of: pallet).path == [Company.north.id, company.place(of: pallet).id])
        #expect(company.place(of: carton).path.count == 3)
        #expect(company.place(of: carton).id == place.id)
        #expect(company.onHand(Company.plain, at: place) == 7)
    }

    @Test func `to another warehouse one entry takes all of it, stacked as it was`() throws {
        var (company, pallet, carton) = Self.stacked()
        let former = (company.place(of: pallet), company.place(of: carton))
        try company.perform(Company.receive(3, at: former.0))
        try company.perform(Company.receive(7, at: former.1))
        let moved = try company.handle(.move(to: .code("SOUTH")), pallet)
        #expect(moved.entry?.kind == .transfer)
        #expect(moved.entry?.movements.count == 2)
        #expect(moved.handlingUnits.map(\.action) == [.moved, .carried])
        let (there, onIt) = (company.place(of: pallet), company.place(of: carton))
        #expect(there.path == [Company.south.id, there.id])
        #expect(onIt.path == [Company.south.id, there.id, onIt.id])
        #expect(company.onHand(Company.plain, at: there) == 3)
        #expect(company.onHand(Company.plain, at: onIt) == 7)
        #expect(company.onHand(Company.plain, at: former.0) == 0)
        #expect(company.availability(Company.plain, in: Company.south).onHand == 10)
        // Its code means the place where it is, whatever that is called.
        #expect(company.state.location(.code("P1"))?.id == there.id)
        #expect(there.code == "P1@SOUTH")
        #expect(company.state.location(.id(former.0.id))?.isActive == false)
        // Where it was it is the same place again when it comes back.
        try company.handle(.move(to: .code("NORTH-1")), pallet)
        #expect(company.place(of: pallet).id == former.0.id)
        #expect(company.place(of: carton).id == former.1.id)
        #expect(company.onHand(Company.plain, at: former.1) == 7)
    }

    @Test func `an empty unit comes to another warehouse without an entry`() throws {
        var (company, pallet, _) = Self.stacked()
        let moved = try company.handle(.move(to: .code("SOUTH")), pallet)
        #expect(moved.entry == nil)
        #expect(company.place(of: pallet).warehouse == Company.south.id)
    }

    @Test func `lots and numbered pieces go with the unit`() throws {
        var (company, pallet, _) = Self.stacked()
        let place = company.place(of: pallet)
        let lot = LotName.code("L1", StockLot.Details(expiresOn: CivilDate("2030-01-01")))
        try company.perform(Company.receive(4, of: Company.lotted, lot: lot, at: place))
        try company.perform(
            Company.receive(2, of: Company.serial, serials: ["S1", "S2"], at: place)
        )
        let moved = try company.handle(.move(to: .code("SOUTH")), pallet)
        #expect(moved.entry?.movements.count == 3)
        let there = company.place(of: pallet)
        let id = try #require(company.state.lot(lot, of: Company.lotted.id)).id
        #expect(company.onHand(Company.lotted, at: there, lot: id) == 4)
        for number in ["S1", "S2"] {
            let key = StockSerial.Key(variant: Company.serial.id, number: number)
            #expect(company.state.serial(key)?.location == there.id)
        }
    }

    @Test func `pieces of which a till did not read the numbers are counted first`() throws {
        var (company, pallet, _) = Self.stacked()
        let place = company.place(of: pallet)
        try company.perform(
            Company.receive(2, of: Company.serial, serials: ["S1", "S2"], at: place)
        )
        try company.perform(Company.sell(1, of: Company.serial, at: place), mayOversell: true)
        let unit = try #require(company.state.handlingUnit(pallet))
        #expect(throws: LedgerRefusal.handlingUnitInDoubt(unit, sku: "SERIAL")) {
            try company.handle(.move(to: .code("SOUTH")), pallet)
        }
        // Where it stands in the warehouse is in no doubt.
        try company.handle(.move(to: .code("NORTH")), pallet)
    }

    @Test func `what a till sold too much of is settled first`() throws {
        var (company, pallet, _) = Self.stacked()
        try company.perform(Company.sell(1, at: company.place(of: pallet)), mayOversell: true)
        let unit = try #require(company.state.handlingUnit(pallet))
        for way in [HandlingStep.Way.ship, .unpack(to: .code("NORTH"))] {
            #expect(throws: LedgerRefusal.handlingUnitInDoubt(unit, sku: "PLAIN")) {
                try company.handle(way, pallet)
            }
        }
        #expect(throws: LedgerRefusal.handlingUnitNotEmpty(unit)) {
            try company.handle(.close, pallet)
        }
    }

    @Test func `unpacking empties the stack, which stays`() throws {
        var (company, pallet, carton) = Self.stacked()
        try company.perform(Company.receive(3, at: company.place(of: pallet)))
        try company.perform(Company.receive(7, at: company.place(of: carton)))
        let unpacked = try company.handle(.unpack(to: .code("NORTH")), pallet)
        #expect(unpacked.entry?.kind == .transfer)
        #expect(company.onHand(Company.plain, at: Company.north) == 10)
        #expect(company.onHand(Company.plain, at: company.place(of: carton)) == 0)
        #expect(company.place(of: carton).path.contains(company.place(of: pallet).id))
        let unit = try #require(company.state.handlingUnit(pallet))
        #expect(throws: LedgerRefusal.handlingUnitEmpty(unit)) {
            try company.handle(.unpack(to: .code("NORTH")), pallet)
        }
    }

    @Test func `what is promised or held does not leave with a unit`() throws {
        var (company, pallet, _) = Self.stacked()
        try company.perform(Company.receive(7, at: company.place(of: pallet)))
        try company.perform(Company.reserve(1))
        #expect {
            try company.handle(.ship, pallet)
        } throws: { error in
            guard case .insufficientStock? = error as? LedgerRefusal else { return false }
            return true
        }
        try company.perform(Company.receive(1))
        try company.handle(.ship, pallet)
        #expect(company.state.handlingUnit(pallet)?.status == .shipped)
        #expect(company.availability(Company.plain, in: Company.north).onHand == 1)
    }

    @Test func `a shipment that is undone brings the whole stack back`() throws {
        var (company, pallet, carton) = Self.stacked()
        try company.perform(Company.receive(7, at: company.place(of: carton)))
        let entry = ID<Entry>.make()
        try company.handle(.ship, pallet, entry: entry)
        #expect(company.state.handlingUnit(carton)?.status == .shipped)
        #expect(throws: LedgerRefusal.locationClosed(.code("P2"), line: 0)) {
            let line = Posting.Line(
                variant: .sku("PLAIN"),
                quantity: 1,
                from: .virtual(.supplier),
                to: .code("P2")
            )
            try company.perform(.post(.receive, [line]))
        }
        let back = try company.perform(Self.undo(entry))
        #expect(Set(back.handlingUnits.map(\.unit.id)) == [pallet, carton])
        #expect(back.handlingUnits.map(\.action) == [.reopened, .reopened])
        #expect(back.handlingUnits.map(\.entry) == [back.entry?.id, back.entry?.id])
        #expect(company.state.handlingUnit(pallet)?.status == .open)
        #expect(company.onHand(Company.plain, at: company.place(of: carton)) == 7)
        try company.handle(.move(to: .code("SOUTH")), pallet)
        #expect(company.onHand(Company.plain, at: company.place(of: carton)) == 7)
    }

    @Test func `the way back of a unit is to move it, not to undo the entry`() throws {
        var (company, pallet, _) = Self.stacked()
        try company.perform(Company.receive(7, at: company.place(of: pallet)))
        let entry = ID<Entry>.make()
        try company.handle(.move(to: .code("SOUTH")), pallet, entry: entry)
        #expect {
            try company.perform(Self.undo(entry))
        } throws: { error in
            guard case .locationClosed? = error as? LedgerRefusal else { return false }
            return true
        }
    }

    @Test func `a unit that ended stands on no other any more`() throws {
        var (company, pallet, carton) = Self.stacked()
        try company.handle(.close, carton)
        // Out of the way of those who move the bin.
        #expect(company.place(of: carton).path == [Company.north.id, company.place(of: carton).id])
        let unit = try #require(company.state.handlingUnit(carton))
        #expect(throws: LedgerRefusal.handlingUnitEnded(unit)) {
            try company.handle(.move(to: .code("NORTH")), carton)
        }
        try company.handle(.close, pallet)
    }

    @Test func `a unit never stands on itself`() throws {
        var (company, pallet, carton) = Self.stacked()
        for code in ["P1", "P2"] {
            #expect(throws: LedgerRefusal.handlingUnitInItself(.code(code))) {
                try company.handle(.move(to: .code(code)), pallet)
            }
            #expect(throws: LedgerRefusal.handlingUnitInItself(.code(code))) {
                try company.handle(.unpack(to: .code(code)), pallet)
            }
        }
        #expect(throws: LedgerRefusal.sameLocation(line: 0)) {
            try company.handle(.move(to: .code("P1")), carton)
        }
        let outside = LedgerRefusal.wrongKindOfLocation(.virtual(.customer), .customer, line: nil)
        #expect(throws: outside) {
            try company.handle(.move(to: .virtual(.customer)), carton)
        }
        let unit = try #require(company.state.handlingUnit(pallet))
        #expect(throws: LedgerRefusal.handlingUnitNotEmpty(unit)) {
            try company.handle(.close, pallet)
        }
    }

    @Test func `a stack is no deeper than the tree of places may be`() throws {
        var company = Company()
        var outer = Company.north.id
        var units: [ID<HandlingUnit>] = []
        for number in 1...15 {
            units.append(company.unit(UInt64(number), in: outer))
            outer = company.place(of: units[units.count - 1]).id
        }
        #expect(throws: LedgerRefusal.handlingUnitTooDeep(.code("NORTH-1"))) {
            try company.handle(.move(to: .code("NORTH-1")), units[0])
        }
        try company.handle(.move(to: .code("SOUTH")), units[0])
    }

    @Test func `who may not touch a warehouse touches no unit there, and takes none there`()
        throws
    {
        var (company, pallet, _) = Self.stacked()
        for (way, warehouse) in [
            (HandlingStep.Way.move(to: .code("SOUTH")), Company.north),
            (.move(to: .code("SOUTH")), Company.south), (.close, Company.south),
        ] {
            #expect {
                try company.handle(way, pallet, warehouses: [warehouse.id])
            } throws: { error in
                guard case .outsideAuthority? = error as? LedgerRefusal else { return false }
                return true
            }
        }
        try company.handle(.move(to: .code("NORTH")), pallet, warehouses: [Company.north.id])
    }

    @Test func `another version is refused`() throws {
        var (company, pallet, _) = Self.stacked()
        #expect(throws: LedgerRefusal.handlingUnitChanged(version: 1)) {
            try company.handle(.move(to: .code("NORTH")), pallet, versions: [2])
        }
        try company.handle(.move(to: .code("NORTH")), pallet, versions: [1, 2])
    }
}
