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
    private(set) var balances: [Balance.Key: Balance] = [:]
    private(set) var availabilities: [Availability.Key: Availability] = [:]
    var lots: [StockLot] = []
    var serials: [StockSerial.Key: StockSerial] = [:]
    var firstUses: [ID<Variant>] = []
    /// The reservation that the command consumes from.
    var reservation: StockReservation?
    /// The first line that takes from each balance, to be named when there is too little.
    private(set) var takers: [Balance.Key: Int] = [:]

    init(of kind: EntryKind, in state: LedgerState, with authority: Authority) {
        self.kind = kind
        self.state = state
        self.authority = authority
    }

    func balance(_ key: Balance.Key) -> Balance { self.balances[key] ?? self.state.balance(key) }

    func availability(_ key: Availability.Key) -> Availability {
        self.availabilities[key] ?? self.state.availability(key)
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
                unitCost: parcel.unitCost
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
        let key = Balance.Key(variant: parcel.variant, location: location.id, lot: parcel.lot)
        var balance = self.balance(key)
        var availability = self.availability(
            Availability.Key(variant: parcel.variant, warehouse: warehouse)
        )
        guard balance.add(change), availability.add(change) else {
            throw .quantityOutOfRange(line: line)
        }
        self.balances[key] = balance
        self.availabilities[availability.key] = availability
        if change.isNegative, self.takers[key] == nil { self.takers[key] = line }
    }

    /// Gives up part of a promise, in the row of the warehouse that keeps it.
    mutating func redeem(_ quantity: Quantity, of key: Availability.Key, isLast: Bool) {
        var availability = self.availability(key)
        availability.redeem(quantity, isLast: isLast)
        self.availabilities[key] = availability
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
