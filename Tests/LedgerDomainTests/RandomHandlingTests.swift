import Contracts
import Kernel
import LedgerDomain
import Testing

/// Random work with pallets, judged by a model that knows who stands where and what is on what.
struct RandomHandlingTests {
    /// Ten at a time, so that they are not listed one by one; each tells its seed where it fails.
    @Test(arguments: 1...12)
    func `units hold what was put on them, whatever is done with them`(ten: UInt64) {
        var accepted: Set<String> = []
        var refused = 0
        for seed in ten * 10..<ten * 10 + 10 {
            let work = Self.work(of: 150, seed: seed)
            accepted.formUnion(work.accepted)
            refused += work.refused
        }
        #expect(
            accepted == ["receive", "pick", "move", "unpack", "ship", "close", "undo"],
            "\(ten)"
        )
        #expect(refused > 0)
    }

    private static func work(of length: Int, seed: UInt64) -> RandomHandling {
        var work = RandomHandling(seed: seed)
        for step in 0..<length {
            let agreed = work.step()
            #expect(agreed, "seed \(seed), step \(step): \(work.last)")
            let differences = work.differences
            #expect(differences == [], "seed \(seed), step \(step): \(work.last)")
            // What is wrong once stays wrong.
            guard agreed, differences.isEmpty else { return work }
        }
        return work
    }
}

/// A company that moves, packs and ships, with the model beside it.
private struct RandomHandling {
    typealias Spot = HandlingModel.Spot

    var company: Company
    var model = HandlingModel(
        warehouses: [Company.bin.id: Company.north.id]
    )
    var generator: SeededGenerator
    private var units: [ID<HandlingUnit>] = []
    private(set) var last = ""
    private(set) var accepted: Set<String> = []
    private(set) var refused = 0
    private var received = Quantity.zero
    /// As the decisions say.
    private var balances: [Balance.Key: Quantity] = [:]
    private var lot = LotName.code("L1", StockLot.Details(expiresOn: CivilDate("2030-01-01")))

    init(seed: UInt64) {
        self.company = Company(seed: seed)
        self.generator = SeededGenerator(seed: seed)
        for number in 1...8 {
            let unit = self.company.unit(UInt64(number), in: Company.bin.id)
            self.units.append(unit)
            self.model.add(unit, in: .place(Company.bin.id))
        }
    }

    private mutating func identifier<Subject>() -> ID<Subject> {
        ID(head: 9, tail: self.generator.next())
    }

    private static let places = [Company.north.id, Company.bin.id, Company.south.id]

    private mutating func spot() -> Spot {
        let units = self.units.map(Spot.unit)
        let places = Self.places.map(Spot.place)
        return (units + places + places).randomElement(using: &self.generator) ?? units[0]
    }

    private func location(_ spot: Spot) -> ID<Location> {
        switch spot {
        case .place(let id): id
        case .unit(let unit): self.company.place(of: unit).id
        }
    }

    /// Does something at random; returns whether company and model agree on whether it can be done.
    mutating func step() -> Bool {
        let unit = self.units.randomElement(using: &self.generator) ?? self.units[0]
        let spot = self.spot()
        switch Int.random(in: 0..<20, using: &self.generator) {
        case 0...5: return self.receive(at: spot)
        case 6...8: return self.pick(from: .unit(unit), to: spot)
        case 9...13: return self.move(unit, to: spot)
        case 14...15: return self.unpack(unit, to: spot)
        case 16...17: return self.ship(unit)
        case 18: return self.undo()
        default:
            return self.close(unit)
        }
    }

    /// Gives a command, and compares the answer with what the model expects.
    private mutating func perform(
        _ name: String,
        _ command: LedgerCommand,
        expecting isAllowed: Bool
    ) -> Bool {
        do {
            for balance in try self.company.perform(command).balances {
                self.balances[balance.key] = balance.onHand == .zero ? nil : balance.onHand
            }
            self.last = name
            self.accepted.insert(name)
            return isAllowed
        } catch {
            self.last = "\(name): \(error)"
            self.refused += 1
            return !isAllowed
        }
    }

    private mutating func receive(at spot: Spot) -> Bool {
        let isPlain = Bool.random(using: &self.generator)
        let variant = isPlain ? Company.plain : Company.lotted
        let line = Posting.Line(
            variant: .id(variant.id),
            lot: isPlain ? nil : self.lot,
            quantity: 3,
            from: .virtual(.supplier),
            to: .id(self.location(spot))
        )
        let isOpen = self.model.isOpen(spot)
        let agreed = self.perform("receive", .post(.receive, [line]), expecting: isOpen)
        guard isOpen else { return agreed }
        let known = isPlain ? nil : self.company.state.lot(self.lot, of: variant.id)?.id
        self.model.put(3, of: .init(variant: variant.id, lot: known), on: spot)
        self.received += 3
        return agreed
    }

    private mutating func pick(from: Spot, to: Spot) -> Bool {
        let goods = (self.model.goods[from] ?? [:]).keys.sorted { $0.variant < $1.variant }
        guard let good = goods.randomElement(using: &self.generator), from != to else {
            return true
        }
        let line = Posting.Line(
            variant: .id(good.variant),
            lot: good.lot.map(LotName.id),
            quantity: 1,
            from: .id(self.location(from)),
            to: .id(self.location(to))
        )
        let isOpen = self.model.isOpen(to)
        let agreed = self.perform("pick", .post(.transfer, [line]), expecting: isOpen)
        guard isOpen else { return agreed }
        self.model.put(-1, of: good, on: from)
        self.model.put(1, of: good, on: to)
        return agreed
    }

    private mutating func move(_ unit: ID<HandlingUnit>, to spot: Spot) -> Bool {
        let isAllowed = self.model.mayGo(unit, to: spot) && self.model.parents[unit] != spot
        let step = HandlingStep(
            .move(to: .id(self.location(spot))),
            unit: unit,
            entry: self.identifier()
        )
        let agreed = self.perform("move", .handle(step), expecting: isAllowed)
        if isAllowed { self.model.move(unit, to: spot) }
        return agreed
    }

    private mutating func unpack(_ unit: ID<HandlingUnit>, to spot: Spot) -> Bool {
        let isAllowed =
            self.model.mayGo(unit, to: spot) && !self.model.isEmpty(self.model.stack(on: unit))
        let step = HandlingStep(
            .unpack(to: .id(self.location(spot))),
            unit: unit,
            entry: self.identifier()
        )
        let agreed = self.perform("unpack", .handle(step), expecting: isAllowed)
        if isAllowed { self.model.unpack(unit, to: spot) }
        return agreed
    }

    private mutating func ship(_ unit: ID<HandlingUnit>) -> Bool {
        let entry: ID<Entry> = self.identifier()
        let isAllowed =
            !self.model.ended.contains(unit) && !self.model.isEmpty(self.model.stack(on: unit))
        let agreed = self.perform(
            "ship",
            .handle(HandlingStep(.ship, unit: unit, entry: entry)),
            expecting: isAllowed
        )
        if isAllowed { self.model.ship(unit, by: entry) }
        return agreed
    }

    private mutating func close(_ unit: ID<HandlingUnit>) -> Bool {
        let stack = self.model.stack(on: unit)
        let isAllowed =
            !self.model.ended.contains(unit) && stack.count == 1 && self.model.isEmpty(stack)
        let step = HandlingStep(.close, unit: unit, entry: self.identifier())
        let agreed = self.perform("close", .handle(step), expecting: isAllowed)
        if isAllowed { self.model.close(unit) }
        return agreed
    }

    private mutating func undo() -> Bool {
        let entries = self.model.shipments.keys.sorted()
        guard let entry = entries.randomElement(using: &self.generator) else { return true }
        let agreed = self.perform(
            "undo",
            .reverse(
                Reversal(id: self.identifier(), of: .entry(entry), about: Circumstances())
            ),
            expecting: true
        )
        self.model.undo(entry)
        return agreed
    }

    /// What the company and the model see otherwise.
    var differences: [String] {
        var found: [String] = []
        var balances: [Balance.Key: Quantity] = [:]
        for (spot, goods) in self.model.goods {
            for (good, quantity) in goods {
                let key = Balance.Key(
                    variant: good.variant,
                    location: self.location(spot),
                    lot: good.lot
                )
                balances[key] = quantity
            }
        }
        let there = self.balances
        if there != balances { found.append("balances \(there) instead of \(balances)") }
        for unit in self.units {
            let place = self.company.place(of: unit)
            let isOpen = self.company.state.handlingUnit(unit)?.status == .open
            if isOpen == self.model.ended.contains(unit) { found.append("status of \(place.code)") }
            guard let parent = self.model.parents[unit].map(self.location) else { continue }
            let path = (self.company.state.location(.id(parent))?.path ?? []) + [place.id]
            if place.path != path { found.append("path of \(place.code)") }
            if place.isActive != isOpen { found.append("place of \(place.code)") }
            let code = self.company.state.handlingUnit(unit)?.code ?? ""
            if self.company.state.location(.code(code))?.id != place.id {
                found.append("code of \(place.code)")
            }
        }
        let shipped = self.model.shipments.values.flatMap(\.goods.values).flatMap(\.values)
            .reduce(Quantity.zero, +)
        let held = there.values.reduce(Quantity.zero, +)
        if held + shipped != self.received { found.append("sum \(held) and \(shipped)") }
        return found
    }
}
