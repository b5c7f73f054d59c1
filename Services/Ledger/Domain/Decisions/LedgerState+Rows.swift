package import Contracts
package import Kernel

extension LedgerState {
    /// Makes room for rows that are about to be inserted.
    package mutating func reserveCapacity(
        variants: Int = 0,
        balances: Int = 0,
        availabilities: Int = 0
    ) {
        if variants > 0 {
            self.variants.reserveCapacity(self.variants.count + variants)
            self.variantsBySKU.reserveCapacity(self.variantsBySKU.count + variants)
        }
        if balances > 0 { self.balances.reserveCapacity(self.balances.count + balances) }
        if availabilities > 0 {
            self.availabilities.reserveCapacity(self.availabilities.count + availabilities)
        }
    }

    package mutating func insert(_ variant: StockVariant) {
        self.variants[variant.id] = variant
        self.variantsBySKU[Verbatim(variant.sku)] = variant.id
    }

    package mutating func insert(_ pack: Pack, barcode: String) {
        self.packs[Verbatim(barcode)] = pack
    }

    package mutating func insert(_ location: StockLocation) {
        self.locations[location.id] = location
        self.locationsByCode[Verbatim(location.code)] = location.id
        if let code = location.unitCode { self.locationsByUnitCode[Verbatim(code)] = location.id }
        if location.kind.isVirtual { self.virtualLocations[location.kind] = location.id }
    }

    package mutating func insert(_ lot: StockLot) {
        self.lots[lot.id] = lot
        self.lotsByKey[lot.key] = lot.id
    }

    package mutating func insert(_ serial: StockSerial) {
        self.serials[serial.key] = serial
        self.serialKeys[serial.id] = serial.key
    }

    package mutating func insert(_ balance: Balance) {
        self.balances[balance.key] = balance
        guard let lot = balance.key.lot else { return }
        self.lotsInPlace[balance.key.place, default: []].insert(lot)
    }

    package mutating func insert(_ availability: Availability) {
        self.availabilities[availability.key] = availability
    }

    package mutating func insert(_ reservation: StockReservation) {
        self.reservations[reservation.id] = reservation
        guard let reference = reservation.reference else { return }
        self.reservationsByReference[reference] = reservation.id
    }

    package mutating func insert(_ transfer: StockTransfer) {
        self.transfers[transfer.id] = transfer
        guard let reference = transfer.reference else { return }
        self.transfersByReference[reference] = transfer.id
    }

    package mutating func insert(_ unit: StockHandlingUnit) {
        if let former = self.handlingUnits[unit.id], former.place != unit.place {
            self.handlingUnitsByPlace[former.place] = nil
        }
        self.handlingUnits[unit.id] = unit
        self.handlingUnitsByPlace[unit.place] = unit.id
    }

    package mutating func insert(_ entry: PostedEntry) {
        self.entries[entry.id] = entry
        if let reference = entry.about.reference { self.entriesByReference[reference] = entry.id }
        if let original = entry.reverses { self.insert(Undoing(by: entry), of: original) }
    }

    /// Remembers what was undone of an entry before.
    package mutating func insert(_ undoing: Undoing, of original: ID<Entry>) {
        self.reversals[original, default: [:]][undoing.reversal] = undoing
    }
}
