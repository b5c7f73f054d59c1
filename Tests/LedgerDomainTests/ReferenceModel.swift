import Contracts
import Kernel
import LedgerDomain

/// What the ledger must come to, by nothing but adding.
struct ReferenceModel {
    private(set) var totals: [Balance.Key: Quantity] = [:]
    private(set) var entries: [ID<Entry>] = []
    private(set) var lots: [ID<Lot>] = []
    private(set) var promises = PromiseModel()
    private(set) var road = RoadModel()
    private(set) var past = PastModel()
    var counts = CountModel()
    private(set) var units = UnitModel()
    private(set) var quality: QualityModel
    private var conservation = Conservation()
    private let approvals: ApprovalModel
    private var withheld: Set<ID<Lot>> = []
    private var oversold: Set<Balance.Key> = []
    /// What reversals have left of each movement.
    private var left: [ID<Movement>: Quantity] = [:]
    /// What was wrong with decisions by themselves.
    private var faults: [String] = []

    init(limit: Quantity? = nil, isInspecting: Bool = false) {
        self.approvals = ApprovalModel(limit: limit)
        self.quality = QualityModel(isPlanned: isInspecting)
    }

    mutating func record(_ decision: Decision, of instruction: Instruction, at now: Timestamp) {
        if case .reserve(let request) = instruction.command { self.promises.record(request) }
        if let entry = decision.entry {
            let before = self.totals
            self.record(entry, mayOversell: instruction.authority.mayOversell)
            let levels = LevelModel(before: before, after: self.totals)
            self.faults += levels.differences(in: entry, of: instruction.command)
            if entry.recordedAt != now { self.faults.append("the time of \(entry)") }
            self.faults += instruction.differences(in: entry)
        }
        if let order = decision.transfer { self.road.record(order) }
        self.lots += decision.lots.map(\.id)
        self.withheld.formUnion(decision.lots.filter { $0.status != .released }.map(\.id))
        self.faults += self.quality.record(decision)
        if let lot = decision.lotChange?.lot {
            self.withheld.remove(lot.id)
            if lot.status != .released { self.withheld.insert(lot.id) }
        }
        if let reservation = decision.reservation {
            self.faults += self.promises.record(reservation)
        }
        self.faults += self.approvals.differences(in: decision)
        self.conservation.record(decision)
    }

    mutating func record(_ refusal: LedgerRefusal) {
        self.faults += LevelModel.differences(in: refusal, after: self.totals)
    }

    private mutating func record(_ entry: PostedEntry, mayOversell: Bool) {
        self.entries.append(entry.id)
        for movement in entry.movements {
            self.add(.zero - movement.quantity, movement, at: movement.from, mayOversell)
            self.add(movement.quantity, movement, at: movement.to, mayOversell)
            if let undone = movement.reverses {
                self.left[undone, default: .zero] -= movement.quantity
                if self.left[undone]?.isNegative != false {
                    self.faults.append("more undone than done: \(movement)")
                }
            } else {
                self.left[movement.id] = movement.quantity
            }
            if !movement.quantity.isPositive { self.faults.append("nothing moved: \(movement)") }
        }
        self.promises.record(entry)
        self.road.record(entry)
        self.units.record(entry)
        self.past.record(entry)
    }

    private mutating func add(
        _ quantity: Quantity,
        _ movement: PostedMovement,
        at location: ID<Location>,
        _ mayOversell: Bool
    ) {
        guard Company.roots[location] != nil else { return }
        let key = Balance.Key(variant: movement.variant, location: location, lot: movement.lot)
        self.totals[key, default: .zero] += quantity
        if mayOversell { self.oversold.insert(key) }
    }

    /// Where the ledger's own figures are others than those of the model.
    func differences(in state: LedgerState) -> [String] {
        var found = self.faults + self.conservation.differences
        found += self.units.differences(in: state) + self.road.differences(in: state)
        var (onHand, withheld) = ([Availability.Key: Quantity](), [Availability.Key: Quantity]())
        for (key, total) in self.totals {
            // Nothing is below zero without a till.
            if state.balance(key).onHand != total
                || total.isNegative && !self.oversold.contains(key)
            {
                found.append("balance \(key): \(total)")
            }
            guard let level = key.level else { continue }
            onHand[level, default: .zero] += total
            if let lot = key.lot, self.withheld.contains(lot) {
                withheld[level, default: .zero] += total
            }
        }
        let promised = self.promises.promised
        for key in Set(onHand.keys).union(promised.keys) {
            let level = state.availability(key)
            let (there, kept) = (onHand[key, default: .zero], withheld[key, default: .zero])
            let held = promised[key, default: PromiseModel.Promised()]
            let isSame =
                level.onHand == there && level.withheld == kept && level.reserved == held.quantity
                && level.reservations == held.reservations
                && level.available == there - kept - held.quantity
            if !isSame || level.available.isNegative && !level.isShort {
                found.append("level \(level) and not \(there), \(kept), \(held)")
            }
        }
        return found
    }
}
