import Contracts
import Kernel
import LedgerDomain
import Testing

/// What inspections do to lots.
struct InspectionTests {
    private var company: Company

    private static let clerk = Actor(kind: .user, id: ID<User>.make().rawValue, name: "clerk")
    private static let boss = Actor(kind: .user, id: ID<User>.make().rawValue, name: "boss")
    private static let plan = QualityPlan(
        id: .make(),
        onReceipt: true,
        characteristics: [InspectionCharacteristic(name: "Smell", kind: .attribute)]
    )

    init() {
        self.company = Company()
        self.company.state.qualityPlans[Company.lotted.id] = Self.plan
    }

    private var north: Availability { self.company.availability(Company.lotted, in: Company.north) }

    /// Receives ten of a lot that is new.
    private mutating func received(_ code: String = "NEW") throws -> ID<Lot> {
        let decision = try self.company.perform(
            Company.receive(
                10,
                of: Company.lotted,
                lot: TrackingTests.lot(code, expires: "2031-01-01")
            )
        )
        return try #require(decision.lots.first).id
    }

    @discardableResult
    private mutating func inspect(
        _ lot: ID<Lot>,
        passed: Bool,
        superseding former: ID<Inspection>? = nil,
        id: ID<Inspection> = .make()
    ) throws -> Decision {
        try self.company.perform(
            Instruction(
                .inspect(
                    InspectionRequest(
                        id: id,
                        lot: lot,
                        readings: [QualityReading("Smell", passed: passed)],
                        supersedes: former
                    )
                ),
                by: Self.clerk,
                with: Authority()
            )
        )
    }

    @discardableResult
    private mutating func concede(_ inspection: ID<Inspection>, by actor: Actor) throws -> Decision
    {
        try self.company.perform(
            Instruction(
                .concede(ConcessionRequest(inspection, reason: "For animals")),
                by: actor,
                with: Authority()
            )
        )
    }

    private func status(_ lot: ID<Lot>) -> LotStatus? { self.company.state.lot(lot)?.status }

    @Test mutating func `a lot that is new waits, and passing frees all of it`() throws {
        let lot = try self.received()
        #expect(self.status(lot) == .quarantined)
        #expect(self.north.onHand == 10)
        #expect(self.north.available == .zero)
        let passed = try self.inspect(lot, passed: true)
        #expect(passed.inspection?.inspection.verdict == .accepted)
        #expect(passed.lotChange?.reason == .inspection)
        #expect(self.status(lot) == .released)
        #expect(self.north.available == 10)
        // A lot that is known keeps its status.
        _ = try self.company.perform(
            Company.receive(
                1,
                of: Company.lotted,
                lot: TrackingTests.lot("NEW", expires: "2031-01-01")
            )
        )
        #expect(self.status(lot) == .released)
        #expect(self.north.available == 11)
    }

    @Test mutating func `what is produced waits as well, and more can be made of it`() throws {
        try self.company.perform(Company.receive(5))
        for _ in 0..<2 {
            try self.company.perform(
                .post(
                    .produce,
                    [
                        Posting.Line(
                            variant: .sku(Company.plain.sku),
                            quantity: 1,
                            from: .id(Company.north.id),
                            to: .virtual(.production)
                        ),
                        Posting.Line(
                            variant: .sku(Company.lotted.sku),
                            lot: TrackingTests.lot("MADE", expires: "2031-01-01"),
                            quantity: 2,
                            from: .virtual(.production),
                            to: .id(Company.north.id)
                        ),
                    ]
                )
            )
        }
        #expect(self.north.onHand == 4)
        #expect(self.north.withheld == 4)
    }

    @Test mutating func `a lot that fails is held until what failed is superseded`() throws {
        let lot = try self.received()
        let failure = ID<Inspection>.make()
        try self.inspect(lot, passed: false, id: failure)
        #expect(self.status(lot) == .held)
        // Passing another time does not undo a failure that stands.
        try self.inspect(lot, passed: true)
        #expect(self.status(lot) == .held)
        #expect(throws: LedgerRefusal.self) {
            try self.company.perform(Company.give(lot, .released))
        }
        try self.inspect(lot, passed: true, superseding: failure)
        #expect(self.status(lot) == .released)
        #expect(throws: LedgerRefusal.self) {
            try self.inspect(lot, passed: false, superseding: failure)
        }
        let before = self.company.state.inspections.count
        try self.inspect(lot, passed: false)
        #expect(self.company.state.inspections.count == before + 1)
        #expect(self.status(lot) == .held)
    }

    @Test mutating func `a pass that is superseded by a failure holds the lot`() throws {
        let lot = try self.received()
        let pass = ID<Inspection>.make()
        try self.inspect(lot, passed: true, id: pass)
        try self.inspect(lot, passed: false, superseding: pass)
        #expect(self.status(lot) == .held)
        #expect(self.north.available == .zero)
    }

    @Test(arguments: [.held, .recalled, .quarantined] as [LotStatus])
    mutating func `what is withheld for another reason stays so`(status: LotStatus) throws {
        let lot = try self.received()
        try self.inspect(lot, passed: true)
        try self.company.perform(Company.give(lot, status))
        let pass = try self.inspect(lot, passed: true)
        #expect(pass.inspection != nil)
        #expect(pass.lotChange == nil)
        try self.inspect(lot, passed: false)
        #expect(self.status(lot) == status)
    }

    @Test mutating func `nobody releases by hand what has not passed`() throws {
        let lot = try self.received()
        let known = try #require(self.company.state.lot(lot))
        #expect(throws: LedgerRefusal.inspectionRequired(known)) {
            try self.company.perform(Company.give(lot, .released))
        }
        try self.company.perform(Company.give(lot, .recalled))
        try self.inspect(lot, passed: true)
        try self.company.perform(Company.give(lot, .released))
        #expect(self.status(lot) == .released)
    }

    @Test mutating func `somebody else may answer for what failed, once`() throws {
        let lot = try self.received()
        let failure = ID<Inspection>.make()
        try self.inspect(lot, passed: false, id: failure)
        #expect(throws: LedgerRefusal.ownInspection) {
            try self.concede(failure, by: Self.clerk)
        }
        let program = Actor(kind: .apiKey, id: ID<APIKey>.make().rawValue, name: "robot")
        #expect(throws: LedgerRefusal.concessionByProgram) {
            try self.concede(failure, by: program)
        }
        let conceded = try self.concede(failure, by: Self.boss)
        #expect(conceded.lotChange?.lot.status == .released)
        #expect(conceded.lotChange?.actor == Self.boss)
        #expect(self.north.available == 10)
        #expect(throws: LedgerRefusal.self) { try self.concede(failure, by: Self.boss) }
        // It speaks for the lot from now on.
        try self.company.perform(Company.give(lot, .held))
        try self.company.perform(Company.give(lot, .released))
    }

    @Test mutating func `a lot whose last day is over has expired by the time it passes`() throws {
        let lot = try self.received()
        let failing = try self.received("BAD")
        let failure = ID<Inspection>.make()
        try self.inspect(failing, passed: false, id: failure)
        let day = try #require(CivilDate("2031-01-02"))
        self.company.state.now = Timestamp(microseconds: day.daysSinceEpoch * 86_400_000_000)
        let passed = try self.inspect(lot, passed: true)
        #expect(passed.lotChange?.lot.status == .expired)
        #expect(passed.lotChange?.reason == .expiry)
        #expect(self.north.available == .zero)
        #expect(throws: LedgerRefusal.self) { try self.concede(failure, by: Self.boss) }
    }

    @Test mutating func `quality is no matter of single warehouses`() throws {
        let lot = try self.received()
        let request = InspectionRequest(id: .make(), lot: lot, readings: [])
        #expect(throws: LedgerRefusal.qualityElsewhere(.qualityInspect)) {
            try self.company.perform(.inspect(request), warehouses: [Company.north.id])
        }
    }

    @Test mutating func `a plan that nobody had before them is not judged by`() throws {
        let lot = try self.received()
        let request = InspectionRequest(
            id: .make(),
            lot: lot,
            plan: .make(),
            readings: [QualityReading("Smell", passed: true)]
        )
        #expect(throws: LedgerRefusal.otherInspectionPlan(inForce: Self.plan.id)) {
            try self.company.perform(.inspect(request))
        }
        self.company.state.qualityPlans = [:]
        #expect(throws: LedgerRefusal.self) { try self.inspect(lot, passed: true) }
    }

    @Test mutating func `what a till brings in waits as well`() throws {
        let lot = LotName.code("TILL", StockLot.Details())
        try self.company.perform(
            Company.move(3, of: lot, .return, to: Company.north),
            mayOversell: true
        )
        #expect(self.north.onHand == 3)
        #expect(self.north.available == .zero)
    }

    /// Whatever is done, in whatever order: a lot is released only while inspections speak for it.
    @Test(arguments: 1...60 as ClosedRange<UInt64>)
    mutating func `a lot is never available while a failure stands`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let lot = try self.received()
        var standing: [ID<Inspection>: Bool] = [:]
        for _ in 0..<40 {
            let id = ID<Inspection>(head: 7, tail: generator.next())
            let passed = Bool.random(using: &generator)
            let former = standing.keys.sorted().randomElement(using: &generator)
            switch Int.random(in: 0..<6, using: &generator) {
            case 0...1:
                try self.inspect(lot, passed: passed, id: id)
                standing[id] = passed
            case 2...3:
                guard let former else { continue }
                try self.inspect(lot, passed: passed, superseding: former, id: id)
                standing[former] = nil
                standing[id] = passed
            case 4:
                guard let former, standing[former] == false else { continue }
                try self.concede(former, by: Self.boss)
                standing[former] = true
            default:
                let status = [LotStatus.released, .held, .quarantined, .recalled]
                    .randomElement(using: &generator)
                _ = try? self.company.perform(Company.give(lot, status ?? .held))
            }
            let isGood = standing.values.contains(true) && !standing.values.contains(false)
            if self.status(lot) == .released { #expect(isGood) }
            #expect(self.north.available == (self.status(lot) == .released ? 10 : .zero))
        }
    }
}
