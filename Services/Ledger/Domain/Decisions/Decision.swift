package import Contracts
package import Kernel

/// Everything that one accepted command changes; values are those after the change.
package struct Decision: Hashable, Sendable {
    package internal(set) var entry: PostedEntry?
    /// The entry by which somebody else approved it.
    @Rare package internal(set) var approval: PostedEntry?
    /// What it was made of.
    @Rare package internal(set) var proposal: StockProposal?
    /// In order of variant, location, lot.
    package internal(set) var balances: [Balance] = []
    /// In order of variant, warehouse.
    package internal(set) var availabilities: [Availability] = []
    @Rare package internal(set) var reservation: StockReservation?
    /// How the reservation came to be what it is now.
    @Rare package internal(set) var reservationChange: ReservationChange?
    @Rare package internal(set) var transfer: StockTransfer?
    /// What became of handling units, in the order in which it did; each unit once.
    package internal(set) var handlingUnits: [HandlingUnitChange] = []
    /// Places that are new, stand elsewhere, or are opened or closed.
    package internal(set) var places: [StockLocation] = []
    /// Lots that are new.
    package internal(set) var lots: [StockLot] = []
    /// Why some of them are withheld from the beginning.
    package internal(set) var firstStatuses: [LotStatusChange] = []
    @Rare package internal(set) var lotChange: LotStatusChange?
    @Rare package internal(set) var inspection: RecordedInspection?
    @Rare package internal(set) var concession: RecordedConcession?
    package internal(set) var serials: [StockSerial] = []
    /// Variants that the book had not named before.
    package internal(set) var firstUses: [ID<Variant>] = []
    /// Balances that the entry took below zero, or further below it.
    package internal(set) var oversold: [Balance] = []

    package init() {}
}
