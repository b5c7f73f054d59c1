import Contracts
import Kernel

/// The changes of one command, collected until all of its rules have been checked.
///
/// Keeps only what the command touches, over a state that stays as it is: throwing the draft away
/// is all it takes to refuse.
struct Draft {
    let kind: EntryKind
    let state: LedgerState
    let authority: Authority
    private(set) var movements: [PostedMovement] = []
    private(set) var balances: [Balance.Key: Change<Balance>] = [:]
    private(set) var availabilities: [Availability.Key: Change<Availability>] = [:]
    var lots: [StockLot] = []
    var serials: [StockSerial.Key: StockSerial] = [:]
    var firstUses: [ID<Variant>] = []
    /// The reservation that the command consumes from, or gives back to.
    var reservation: StockReservation?
    /// The transfer order whose goods move.
    var order: StockTransfer?
    /// Places of handling units that are not in use, to which goods come back.
    var reopened: Set<ID<Location>> = []
    /// What lines said there is to be, and no other line changes.
    var setLevels: Set<Balance.Key> = []
    /// The ends of the line before, which mostly are those of all lines.
    var lastEnds: Ends?

    /// - Parameter lines: How many lines the command has, where that is known: for as much there is
    ///   room from the beginning.
    init(of kind: EntryKind, in state: LedgerState, with authority: Authority, lines: Int = 0) {
        self.kind = kind
        self.state = state
        self.authority = authority
        self.movements.reserveCapacity(lines)
        self.balances.reserveCapacity(lines)
        self.availabilities.reserveCapacity(lines)
    }

    func balance(_ key: Balance.Key) -> Balance { self.change(key).after }

    func availability(_ key: Availability.Key) -> Availability { self.change(key).after }

    private func change(_ key: Balance.Key) -> Change<Balance> {
        self.balances[key] ?? Change(self.state.balance(key))
    }

    private func change(_ key: Availability.Key) -> Change<Availability> {
        self.availabilities[key] ?? Change(self.state.availability(key))
    }

    /// One movement: takes from one place and gives to the other.
    mutating func transfer(
        _ parcel: Parcel,
        from: StockLocation,
        to: StockLocation,
        at index: Int,
        using generator: inout some RandomNumberGenerator
    ) throws(LedgerRefusal) {
        // The entry that a reversal undoes was within the limit of its time.
        guard self.kind == .reverse || self.movements.count < Posting.maximumMovements else {
            throw .tooManyMovements
        }
        // What a production makes may wait for its inspection.
        if from.kind != .production { try self.requireSellable(parcel.lot, at: index) }
        try self.change(parcel, at: from, by: -parcel.quantity, line: index)
        try self.change(parcel, at: to, by: parcel.quantity, line: index)
        self.movements.append(
            PostedMovement(
                id: self.state.identifier(using: &generator),
                line: parcel.lineNumber,
                variant: parcel.variant,
                lot: parcel.lot,
                serial: parcel.serial,
                from: from.id,
                to: to.id,
                quantity: parcel.quantity,
                unitCost: parcel.unitCost,
                reverses: parcel.reverses
            )
        )
    }

    private mutating func change(
        _ parcel: Parcel,
        at location: StockLocation,
        by change: Quantity,
        line: Int
    ) throws(LedgerRefusal) {
        guard location.kind.keepsBalances, let warehouse = location.warehouse else { return }
        let place = Balance.Key(variant: parcel.variant, location: location.id, lot: parcel.lot)
        let level = Availability.Key(variant: parcel.variant, warehouse: warehouse)
        let (balance, availability) = (self.state.balance(place), self.state.availability(level))
        let isWithheld = self.isWithheld(parcel.lot)
        try self.requireUnset(place, at: line)
        guard self.balances[place, default: Change(balance)].add(change, line: line),
            self.availabilities[level, default: Change(availability)].after
                .add(change, isWithheld: isWithheld)
        else { throw .quantityOutOfRange(line: line) }
    }

    /// Holds again what was taken of a promise, in the row of the warehouse that keeps it.
    mutating func restore(_ quantity: Quantity, of key: Availability.Key, isFirst: Bool) {
        var availability = self.change(key)
        availability.after.restore(quantity, isFirst: isFirst)
        self.availabilities[key] = availability
    }

    /// Gives up part of a promise, in the row of the warehouse that keeps it.
    mutating func redeem(_ quantity: Quantity, of key: Availability.Key, isLast: Bool) {
        var availability = self.change(key)
        availability.after.redeem(quantity, isLast: isLast)
        self.availabilities[key] = availability
    }
}

/// A row that a command changes.
struct Change<Row: Equatable> {
    let before: Row
    var after: Row
    /// The first line that takes from it, to be named when there is too little.
    var taker: Int?

    init(_ row: Row) {
        self.before = row
        self.after = row
    }

    var isNone: Bool { self.after == self.before }
}

extension Change<Balance> {
    /// Adds to the balance; `false` and unchanged where the sum leaves the range.
    fileprivate mutating func add(_ change: Quantity, line: Int) -> Bool {
        guard self.after.add(change) else { return false }
        if change.isNegative { self.taker = self.taker ?? line }
        return true
    }
}

/// What one movement carries.
struct Parcel {
    let lineNumber: Int
    let variant: ID<Variant>
    var lot: ID<Lot>?
    var serial: ID<Serial>?
    var quantity: Quantity
    var unitCost: UnitPrice?
    /// The movement that is undone.
    var reverses: ID<Movement>?
}

extension LedgerState {
    /// A new identifier, of the time of the batch.
    func identifier<Subject>(using generator: inout some RandomNumberGenerator) -> ID<Subject> {
        ID(
            .version7(
                milliseconds: UInt64(clamping: self.now.microseconds / 1_000),
                using: &generator
            )
        )
    }
}
