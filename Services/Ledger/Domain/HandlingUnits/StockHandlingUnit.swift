package import Contracts
package import Kernel

/// A pallet, carton or tote as the ledger's decisions see it: a place that moves.
package struct StockHandlingUnit: Hashable, Sendable {
    package let id: ID<HandlingUnit>
    /// What is written on it; a command that names it means the place that it is now.
    package let code: String
    package let type: HandlingUnitType
    package private(set) var status: HandlingUnitStatus
    /// The place that it is now, or was last.
    package private(set) var place: ID<Location>
    /// The place that it is or was in each warehouse, by the warehouse: a place never leaves its
    /// warehouse, because the journal names it.
    package private(set) var places: [ID<Location>: ID<Location>]
    /// Where it stood when it left or was closed, if not on another unit; it comes back there.
    package private(set) var stoodIn: ID<Location>?
    package let note: String?
    /// Who made it.
    package let actor: Actor
    package let createdAt: Timestamp
    /// 1 when made, then one more with every change.
    package private(set) var version: Int64

    /// How many units may stand on one, and on those, when it is moved to another warehouse,
    /// unpacked or shipped.
    package static let maximumNested = 1_000

    package init(
        id: ID<HandlingUnit>,
        code: String,
        type: HandlingUnitType,
        status: HandlingUnitStatus = .open,
        place: ID<Location>,
        places: [ID<Location>: ID<Location>],
        stoodIn: ID<Location>? = nil,
        note: String? = nil,
        actor: Actor,
        createdAt: Timestamp,
        version: Int64 = 1
    ) {
        self.id = id
        self.code = code
        self.type = type
        self.status = status
        self.place = place
        self.places = places
        self.stoodIn = stoodIn
        self.note = note
        self.actor = actor
        self.createdAt = createdAt
        self.version = version
    }

    /// The first step in the history of a unit that was just made.
    package func made(in parent: ID<Location>) -> HandlingUnitChange {
        HandlingUnitChange(
            unit: self,
            action: .created,
            from: nil,
            to: parent,
            entry: nil,
            note: self.note,
            actor: self.actor
        )
    }

    /// Settles status and version after a change.
    mutating func become(_ status: HandlingUnitStatus) {
        self.status = status
        self.stoodIn = nil
        self.version += 1
    }

    /// Is not used any more, unless what left with it comes back.
    mutating func end(_ status: HandlingUnitStatus, stoodIn: ID<Location>?) {
        self.become(status)
        self.stoodIn = stoodIn
    }

    /// Is another place from now on, in another warehouse.
    mutating func come(to place: ID<Location>, in warehouse: ID<Location>) {
        self.place = place
        self.places[warehouse] = place
    }

    /// What the place is called that it is in another warehouse than the one in which it was made.
    ///
    /// Nobody else can call a place so: codes that people choose have no `@`.
    func code(in warehouse: StockLocation) -> String {
        let whole = "\(self.code)@\(warehouse.code)"
        guard whole.unicodeScalars.count > StockLocation.maximumCode else { return whole }
        return "\(self.code)@\(warehouse.id.description.suffix(12))"
    }
}

/// One step in the history of a handling unit; never changed.
package struct HandlingUnitChange: Hashable, Sendable {
    /// As it was after the step.
    package let unit: StockHandlingUnit
    package let action: HandlingUnitAction
    /// Where it stood before; `nil` when it was made.
    package let from: ID<Location>?
    /// Where it stands.
    package let to: ID<Location>
    /// The entry that moved its goods; `nil` where none moved.
    package let entry: ID<Entry>?
    package let note: String?
    package let actor: Actor
}
