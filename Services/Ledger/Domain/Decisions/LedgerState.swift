package import Contracts
package import Kernel

/// The rows that a batch of commands is decided on.
///
/// Loaded and locked by the store, read by ``decide(_:using:)``, and brought forward by
/// ``apply(_:)`` after each accepted command, so that the next one of the batch sees its effect. A
/// balance or availability that is not here is zero; anything else that is not here does not exist.
package struct LedgerState: Sendable {
    /// The clock of the database, read once the locks are taken.
    package var now: Timestamp
    /// The periods in which something may be entered that happened long ago.
    package var periods = PeriodCalendar()
    /// The rule of approval in force, where a command may be under it; `nil` where there is none.
    package var rule: ApprovalRule?
    /// Of the variants that are moved, where the rule limits values.
    package var unitCosts = UnitCosts()
    package var proposals: [ID<Proposal>: StockProposal] = [:]

    var variants: [ID<Variant>: StockVariant] = [:]
    var variantsBySKU: [Verbatim: ID<Variant>] = [:]
    var packs: [Verbatim: Pack] = [:]
    var locations: [ID<Location>: StockLocation] = [:]
    var locationsByCode: [Verbatim: ID<Location>] = [:]
    /// By the codes of handling units, whatever their places are called.
    var locationsByUnitCode: [Verbatim: ID<Location>] = [:]
    var virtualLocations: [LocationKind: ID<Location>] = [:]
    var lots: [ID<Lot>: StockLot] = [:]
    var lotsByKey: [StockLot.Key: ID<Lot>] = [:]
    /// Of variants that have a rule of their own, of their category or of the company.
    package var strategies: [ID<Variant>: RemovalStrategy] = [:]
    /// What is inspected of variants, where that matters.
    package var qualityPlans: [ID<Variant>: QualityPlan] = [:]
    /// Why lots have the statuses that they were given last, where that matters.
    package var lotReasons: [ID<Lot>: LotReason] = [:]
    /// Those that are named.
    package var inspections: [ID<Inspection>: LotInspection] = [:]
    package var tallies: [ID<Lot>: InspectionTally] = [:]
    var serials: [StockSerial.Key: StockSerial] = [:]
    var serialKeys: [ID<Serial>: StockSerial.Key] = [:]
    var balances: [Balance.Key: Balance] = [:]
    /// The lots that have a balance in a place (a key without lot), for choosing by expiry.
    var lotsInPlace: [Balance.Key: Set<ID<Lot>>] = [:]
    var availabilities: [Availability.Key: Availability] = [:]
    var reservations: [ID<Reservation>: StockReservation] = [:]
    var reservationsByReference: [Reference: ID<Reservation>] = [:]
    var transfers: [ID<TransferOrder>: StockTransfer] = [:]
    var transfersByReference: [Reference: ID<TransferOrder>] = [:]
    var handlingUnits: [ID<HandlingUnit>: StockHandlingUnit] = [:]
    /// By the place that each is now, or was last.
    var handlingUnitsByPlace: [ID<Location>: ID<HandlingUnit>] = [:]
    /// Those of which all that is on them was read, and is more than one entry can move.
    package var overloadedUnits: Set<ID<HandlingUnit>> = []
    /// Places of units that were counted, of which the book does not say yet what was seen.
    package var countedPlaces: Set<ID<Location>> = []
    var entries: [ID<Entry>: PostedEntry] = [:]
    var entriesByReference: [Reference: ID<Entry>] = [:]
    /// By the entry that was undone, and the one that undid it.
    var reversals: [ID<Entry>: [ID<Entry>: Undoing]] = [:]

    package init(now: Timestamp = Timestamp(microseconds: 0)) {
        self.now = now
    }

    /// The day by the clock of the database, in UTC.
    var today: CivilDate { self.now.day }

    /// Brings the state forward by an accepted decision.
    package mutating func apply(_ decision: Decision) {
        for lot in decision.lots { self.insert(lot) }
        for change in decision.firstStatuses { self.lotReasons[change.lot.id] = change.reason }
        if let change = decision.lotChange {
            self.insert(change.lot)
            self.lotReasons[change.lot.id] = change.reason
        }
        if let inspection = decision.inspection { self.apply(inspection) }
        if let concession = decision.concession { self.apply(concession) }
        for serial in decision.serials { self.insert(serial) }
        for balance in decision.balances { self.insert(balance) }
        for availability in decision.availabilities { self.insert(availability) }
        for variant in decision.firstUses { self.variants[variant]?.isUsed = true }
        for place in decision.places { self.insert(place) }
        for change in decision.handlingUnits { self.insert(change.unit) }
        if let reservation = decision.reservation { self.insert(reservation) }
        if let transfer = decision.transfer { self.insert(transfer) }
        if let entry = decision.entry { self.insert(entry) }
        if let approval = decision.approval { self.insert(approval) }
        if let proposal = decision.proposal { self.proposals[proposal.id] = proposal }
    }
}
