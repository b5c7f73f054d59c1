package import Contracts
package import Kernel

extension LedgerState {
    /// The variant of that name; `nil` where the ledger has not heard of it.
    package func variant(_ name: VariantName) -> StockVariant? {
        switch name {
        case .id(let id): self.variants[id]
        case .sku(let sku): self.variantsBySKU[Verbatim(sku)].flatMap { self.variants[$0] }
        case .barcode(let code): self.packs[Verbatim(code)].flatMap { self.variants[$0.variant] }
        }
    }

    /// Whether goods of the variant are all alike.
    func isUntracked(_ variant: ID<Variant>) -> Bool {
        guard let mode = self.variants[variant]?.tracking.mode else { return false }
        return mode == .none
    }

    /// What a command's quantity comes to, for with a barcode it counts packs.
    ///
    /// `nil` where that is no exact quantity.
    func baseUnits(of name: VariantName, _ quantity: Quantity) -> Quantity? {
        guard case .barcode(let code) = name, let pack = self.packs[Verbatim(code)] else {
            return quantity
        }
        return pack.baseUnits(in: quantity)
    }

    /// The location of that name; `nil` where there is none.
    package func location(_ name: LocationName) -> StockLocation? {
        switch name {
        case .id(let id): self.locations[id]
        case .code(let code): self.location(code: Verbatim(code))
        case .virtual(let kind): self.virtualLocations[kind].flatMap { self.locations[$0] }
        }
    }

    /// A handling unit is the place where it is now, whatever the one is called where it was made.
    private func location(code: Verbatim) -> StockLocation? {
        let place = self.locationsByUnitCode[code] ?? self.locationsByCode[code]
        return place.flatMap { self.locations[$0] }
    }

    /// The roots of the trees that are here.
    package var roots: [ID<Location>] {
        self.locations.values.filter { $0.warehouse == $0.id }.map(\.id)
    }

    package func lot(_ id: ID<Lot>) -> StockLot? { self.lots[id] }

    /// The lot of that name among those of a variant.
    package func lot(_ name: LotName, of variant: ID<Variant>) -> StockLot? {
        switch name {
        case .id(let id):
            self.lots[id].flatMap { $0.key.variant == variant ? $0 : nil }
        case .code(let code, _):
            self.lotsByKey[StockLot.Key(variant: variant, code: code)].flatMap { self.lots[$0] }
        }
    }

    package func serial(_ id: ID<Serial>) -> StockSerial? {
        self.serialKeys[id].flatMap { self.serials[$0] }
    }

    package func serial(_ key: StockSerial.Key) -> StockSerial? { self.serials[key] }

    package func entry(_ id: ID<Entry>) -> PostedEntry? { self.entries[id] }

    /// The entry that a reversal names.
    package func entry(_ target: Reversal.Target) -> PostedEntry? {
        switch target {
        case .entry(let id): self.entries[id]
        case .document(let document):
            self.entriesByReference[document].flatMap { self.entries[$0] }
        }
    }

    package func reservation(_ id: ID<Reservation>) -> StockReservation? { self.reservations[id] }

    /// The reservation of a document.
    package func reservation(of document: Reference) -> StockReservation? {
        self.reservationsByReference[document].flatMap { self.reservations[$0] }
    }

    package func order(_ id: ID<TransferOrder>) -> StockTransfer? { self.transfers[id] }

    package func handlingUnit(_ id: ID<HandlingUnit>) -> StockHandlingUnit? {
        self.handlingUnits[id]
    }

    /// The places that a unit is and was, all of which its goods may come to.
    package func places(ofUnitAt place: ID<Location>) -> [ID<Location>] {
        let unit = self.handlingUnitsByPlace[place].flatMap { self.handlingUnits[$0] }
        return unit.map { Array($0.places.values) } ?? [place]
    }

    /// The places of handling units that are here: those that they are and those that they were.
    package var unitPlaces: [StockLocation] {
        self.locations.values.filter { $0.kind == .unit }
    }

    /// The lots that are at a place, and what is there without one.
    func lots(in place: Balance.Key) -> [Balance.Key] {
        [place]
            + self.lotsInPlace[place, default: []].map { lot in
                Balance.Key(variant: place.variant, location: place.location, lot: lot)
            }
    }

    /// What is on hand; zero where nothing ever was.
    package func balance(_ key: Balance.Key) -> Balance { self.balances[key] ?? Balance(key: key) }

    /// What is available; zero where nothing ever was.
    package func availability(_ key: Availability.Key) -> Availability {
        self.availabilities[key] ?? Availability(key: key)
    }
}
