package import Contracts
package import Kernel

extension LedgerState {
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

    package mutating func insert(_ entry: PostedEntry) {
        self.entries[entry.id] = entry
        if let reference = entry.about.reference { self.entriesByReference[reference] = entry.id }
        if let original = entry.reverses { self.reversals[original] = entry.id }
    }

    /// Remembers that an entry was undone before.
    package mutating func insert(reversal: ID<Entry>, of original: ID<Entry>) {
        self.reversals[original] = reversal
    }
}
