import Contracts
import Kernel
import LedgerDomain

extension RandomCommands {
    mutating func posting(_ kind: EntryKind, at now: Timestamp) -> LedgerCommand {
        .post(
            Posting(
                id: self.identifier(),
                kind: kind,
                about: self.circumstances(at: now),
                lines: kind == .produce
                    ? self.production()
                    : (0..<Int.random(in: 1...3, using: &self.generator)).map { _ in
                        let (from, to) = self.ends(of: kind)
                        return self.line(from: from, to: to)
                    }
            )
        )
    }

    /// Sometimes with one side only, which is refused.
    private mutating func production() -> [Posting.Line] {
        let inputs = [self.line(from: self.place(), to: .virtual(.production))]
        guard self.chance(7, of: 8) else { return inputs }
        return inputs
            + (0..<Int.random(in: 1...2, using: &self.generator)).map { _ in
                self.line(from: .virtual(.production), to: self.place())
            }
    }

    private mutating func line(from: LocationName, to: LocationName) -> Posting.Line {
        if self.chance(1, of: 6) { return self.units(from: from, to: to) }
        let isLotted = self.chance(1, of: 3)
        return Posting.Line(
            variant: .sku(isLotted ? Company.lotted.sku : Company.plain.sku),
            lot: isLotted && self.chance(7, of: 8) ? self.lot() : nil,
            quantity: self.quantity(),
            unitCost: self.price(),
            from: from,
            isAnywhere: self.chance(1, of: 4),
            to: to
        )
    }

    /// Some lots are over within the history.
    mutating func lot() -> LotName? {
        let number = Int.random(in: 0...2, using: &self.generator)
        let day = Company.now.day.daysSinceEpoch + [1, 3, 900][number]
        let details = StockLot.Details(expiresOn: CivilDate(daysSinceEpoch: day))
        return .code("L\(number)", details)
    }

    private mutating func price() -> UnitPrice? {
        guard self.chance(3, of: 4), let euro = CostCompany.euro else { return nil }
        return UnitPrice("\(Int.random(in: 0...9_999_999, using: &self.generator))", euro)
    }

    private mutating func units(from: LocationName, to: LocationName) -> Posting.Line {
        let numbers = (1...6).map { "S\($0)" }.shuffled(using: &self.generator)
            .prefix(Int.random(in: 1...2, using: &self.generator))
        return Posting.Line(
            variant: .sku(Company.serial.sku),
            serials: self.chance(7, of: 8) ? Array(numbers) : [],
            quantity: Quantity(integerLiteral: Int64(numbers.count)),
            unitCost: self.price(),
            from: from,
            to: to
        )
    }

    private mutating func ends(of kind: EntryKind) -> (LocationName, LocationName) {
        let place = self.place()
        switch kind {
        case .receive: return (.virtual(self.chance(1, of: 6) ? .production : .supplier), place)
        case .transfer: return (place, self.place())
        // Goods also go back to whoever sold them to us.
        case .return where self.chance(1, of: 3): return (place, .virtual(.supplier))
        // A document of a till may exchange goods.
        case .sale, .return:
            let isBack = (kind == .return) != self.chance(1, of: 10)
            return isBack ? (.virtual(.customer), place) : (place, .virtual(.customer))
        default:
            let isScrapped = kind == .adjust && self.chance(1, of: 3)
            let outside = LocationName.virtual(isScrapped ? .scrap : .adjustment)
            return self.chance(1, of: 2) ? (outside, place) : (place, outside)
        }
    }

    mutating func place() -> LocationName {
        .id((self.one(of: [Company.north, Company.bin, Company.south]) ?? Company.north).id)
    }
}
