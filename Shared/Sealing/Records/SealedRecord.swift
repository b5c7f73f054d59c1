package import Kernel

/// Whatever has an identifier in what is sealed: movements, entries, places, people.
package typealias SealedID = ID<SealedRecord>

/// A movement with its entry, or an entry that moves nothing: all that the journal says of both.
///
/// Times are whole microseconds, words are as they are stored.
package struct SealedRecord: Codable, Hashable, Sendable {
    /// `nil` of an entry that moves nothing, which is sealed by itself.
    package var movement: Movement?
    package var entry: Entry

    package init(movement: Movement?, entry: Entry) {
        self.movement = movement
        self.entry = entry
    }

    /// What it is sealed under: the movement, or the entry that moves nothing.
    package var id: SealedID { self.movement?.id ?? self.entry.id }

    /// Where it stands in the journal.
    package var place: JournalPlace {
        guard let movement = self.movement else {
            return JournalPlace(of: self.entry.id, at: self.entry.recordedAt)
        }
        return JournalPlace(
            recordedAt: movement.recordedAt,
            entry: movement.entry,
            line: movement.line,
            movement: movement.id
        )
    }

    /// The columns of a movement, and to which warehouses its ends belong.
    package struct Movement: Codable, Hashable, Sendable {
        package var id: SealedID
        package var entry: SealedID
        package var line: Int32
        package var variant: SealedID
        package var lot: SealedID?
        package var serial: SealedID?
        package var from: SealedID
        package var to: SealedID
        /// The roots above both ends, by which totals are kept; none above a virtual place.
        package var fromWarehouse: SealedID?
        package var toWarehouse: SealedID?
        package var quantity: Quantity
        package var unitCost: String?
        package var unitCostCurrency: String?
        /// The movement that this one undoes.
        package var reverses: SealedID?
        package var effectiveAt: Timestamp
        /// When it happened, where it counts as having happened later.
        package var occurredAt: Timestamp?
        package var recordedAt: Timestamp

        package init(
            id: SealedID,
            entry: SealedID,
            line: Int32,
            variant: SealedID,
            lot: SealedID? = nil,
            serial: SealedID? = nil,
            from: SealedID,
            to: SealedID,
            fromWarehouse: SealedID? = nil,
            toWarehouse: SealedID? = nil,
            quantity: Quantity,
            unitCost: String? = nil,
            unitCostCurrency: String? = nil,
            reverses: SealedID? = nil,
            effectiveAt: Timestamp,
            occurredAt: Timestamp? = nil,
            recordedAt: Timestamp
        ) {
            self.id = id
            self.entry = entry
            self.line = line
            self.variant = variant
            self.lot = lot
            self.serial = serial
            self.from = from
            self.to = to
            self.fromWarehouse = fromWarehouse
            self.toWarehouse = toWarehouse
            self.quantity = quantity
            self.unitCost = unitCost
            self.unitCostCurrency = unitCostCurrency
            self.reverses = reverses
            self.effectiveAt = effectiveAt
            self.occurredAt = occurredAt
            self.recordedAt = recordedAt
        }
    }
}
