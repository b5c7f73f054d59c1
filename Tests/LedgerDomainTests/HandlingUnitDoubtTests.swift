import Contracts
import Kernel
import LedgerDomain
import Testing

/// What is on a unit has to be known before it goes with it, and where it stands when it comes back.
struct HandlingUnitDoubtTests {
    private static func undo(_ entry: ID<Entry>) -> LedgerCommand {
        .reverse(Reversal(id: .make(), of: .entry(entry), about: Circumstances()))
    }

    @Test(arguments: [
        HandlingStep.Way.move(to: .code("SOUTH")), .unpack(to: .code("NORTH")), .ship, .close,
    ])
    func `a numbered piece of which the book has nothing there is not left behind`(
        way: HandlingStep.Way
    ) throws {
        var company = Company()
        let pallet = company.unit(1, in: Company.bin.id)
        let place = company.place(of: pallet)
        try company.perform(Company.receive(1, of: Company.serial, serials: ["S1"], at: place))
        // The till did not read the number.
        try company.perform(Company.sell(1, of: Company.serial, at: place), mayOversell: true)
        let unit = try #require(company.state.handlingUnit(pallet))
        #expect(throws: LedgerRefusal.handlingUnitInDoubt(unit, sku: "SERIAL")) {
            try company.handle(way, pallet)
        }
    }

    @Test func `goods that were counted do not leave before the count is settled`() throws {
        var company = Company()
        let pallet = company.unit(1, in: Company.bin.id)
        let carton = company.unit(2, in: company.place(of: pallet).id, type: .carton)
        try company.perform(Company.receive(3, at: company.place(of: carton)))
        company.state.countedPlaces = [company.place(of: carton).id]
        let unit = try #require(company.state.handlingUnit(carton))
        for way in [HandlingStep.Way.move(to: .code("SOUTH")), .unpack(to: .code("NORTH")), .ship] {
            #expect(throws: LedgerRefusal.handlingUnitCounted(unit)) {
                try company.handle(way, pallet)
            }
        }
        try company.handle(.move(to: .code("NORTH")), pallet)
        company.state.countedPlaces = []
        try company.handle(.ship, pallet)
    }

    @Test func `so many units and no more go with the one on which they stand`() throws {
        var company = Company()
        let container = company.unit(1, in: Company.bin.id, type: .container)
        let place = company.place(of: container).id
        for number in 0..<StockHandlingUnit.maximumNested {
            _ = company.unit(UInt64(10 + number), in: place, type: .tote)
        }
        try company.perform(Company.receive(3, at: company.place(of: container)))
        try company.handle(.move(to: .code("SOUTH")), container)
        _ = company.unit(9, in: company.place(of: container).id, type: .tote)
        for way in [HandlingStep.Way.move(to: .code("NORTH")), .ship] {
            #expect(throws: LedgerRefusal.tooManyHandlingUnits) {
                try company.handle(way, container)
            }
        }
        // Inside its warehouse it is no matter how many there are.
        let zone = company.unit(8, in: Company.south.id, type: .container)
        try company.handle(.move(to: .id(company.place(of: zone).id)), container)
    }

    @Test func `what comes back stands where it stood, or in the warehouse if that is closed`()
        throws
    {
        for isClosed in [false, true] {
            var company = Company()
            let pallet = company.unit(1, in: Company.bin.id)
            let carton = company.unit(2, in: company.place(of: pallet).id, type: .carton)
            try company.perform(Company.receive(3, at: company.place(of: carton)))
            let entry = ID<Entry>.make()
            try company.handle(.ship, pallet, entry: entry)
            #expect(company.place(of: pallet).path.first == Company.north.id)
            #expect(company.place(of: pallet).path.count == 2)
            #expect(company.place(of: carton).path.count == 3)
            let bin = Company.bin
            company.state.insert(
                StockLocation(
                    id: bin.id,
                    code: bin.code,
                    kind: bin.kind,
                    warehouse: bin.warehouse,
                    isActive: !isClosed,
                    path: bin.path
                )
            )
            try company.perform(Self.undo(entry))
            let (outer, inner) = (company.place(of: pallet), company.place(of: carton))
            let base = isClosed ? [Company.north.id] : bin.path
            #expect(outer.path == base + [outer.id])
            #expect(inner.path == outer.path + [inner.id])
            #expect(inner.isActive && company.onHand(Company.plain, at: inner) == 3)
            #expect(company.state.handlingUnit(pallet)?.stoodIn == nil)
        }
    }

    @Test func `a till tells nothing of where a unit was`() throws {
        var company = Company()
        let pallet = company.unit(1, in: Company.bin.id)
        let former = company.place(of: pallet)
        try company.perform(Company.receive(3, at: former))
        try company.handle(.move(to: .code("SOUTH")), pallet)
        let left = LocationName.id(former.id)
        #expect(throws: LedgerRefusal.locationClosed(left, line: 0)) {
            try company.perform(Company.sell(1, at: former), mayOversell: true)
        }
        #expect(throws: LedgerRefusal.locationClosed(left, line: 0)) {
            let line = Posting.Line(
                variant: .sku("PLAIN"),
                quantity: 1,
                from: .virtual(.customer),
                to: left
            )
            try company.perform(.post(.return, [line]), mayOversell: true)
        }
    }
}
