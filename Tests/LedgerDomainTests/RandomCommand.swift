import Contracts
import Kernel
import LedgerDomain

/// Draws commands as a busy and careless company would give them.
enum RandomCommand {
    static func make(
        after model: ReferenceModel,
        using generator: inout SeededGenerator
    ) -> (command: LedgerCommand, mayOversell: Bool) {
        switch Int.random(in: 0..<21, using: &generator) {
        case 0...2: (.post(.receive, Self.lines(.receive, &generator)), false)
        case 3...4: (.post(.sale, Self.lines(.sale, &generator)), false)
        case 5: (.post(.sale, Self.lines(.sale, &generator)), true)
        case 6: (.post(.return, Self.lines(.return, &generator)), false)
        case 7: (.post(.transfer, Self.lines(.transfer, &generator)), false)
        case 8: (Self.reservation(&generator), false)
        case 9: (Self.consumption(of: model, &generator), false)
        case 12: (Self.production(&generator), false)
        case 11: (Self.change(ofLotIn: model, &generator), false)
        case 10: (.release(Release(model.pending.first?.id ?? .make())), false)
        case 20: (.fill(model.pending.randomElement(using: &generator)?.id ?? .make()), false)
        case 13: (Self.order(&generator), false)
        case 14...17: (Self.step(of: model, &generator), false)
        default: (Self.reversal(of: model, &generator), false)
        }
    }

    private static func reservation(_ generator: inout SeededGenerator) -> LedgerCommand {
        let variant = Bool.random(using: &generator) ? Company.lotted : Company.plain
        return .reserve(
            ReservationRequest(
                id: .make(),
                warehouse: .id(Company.north.id),
                lines: (0..<2).map { _ in
                    ReservationRequest.Line(
                        variant: .id(variant.id),
                        quantity: Self.quantity(&generator),
                        mayWait: Bool.random(using: &generator)
                    )
                }
            )
        )
    }

    /// Sometimes with one side only, which is refused.
    private static func production(_ generator: inout SeededGenerator) -> LedgerCommand {
        let inputs = Self.lines(.sale, &generator).prefix(1).map { line in
            line.between(line.from, .virtual(.production))
        }
        let outputs = Self.lines(.receive, &generator).map { line in
            line.between(.virtual(.production), line.to)
        }
        let isWhole = Int.random(in: 0..<8, using: &generator) > 0
        return .post(.produce, isWhole ? inputs + outputs : inputs)
    }

    private static func change(
        ofLotIn model: ReferenceModel,
        _ generator: inout SeededGenerator
    ) -> LedgerCommand {
        let statuses: [LotStatus] = [.released, .released, .quarantined, .held, .recalled]
        return Company.give(
            model.lots.randomElement(using: &generator) ?? .make(),
            statuses.randomElement(using: &generator) ?? .released
        )
    }

    /// The undoing of an entry: all that is left, or some of a line.
    private static func reversal(
        of model: ReferenceModel,
        _ generator: inout SeededGenerator
    ) -> LedgerCommand {
        let entry = model.entries.randomElement(using: &generator) ?? .make()
        guard Bool.random(using: &generator) else { return Company.reverse(entry) }
        return Company.reverse(
            entry,
            Reversal.Part(
                of: .line(Int.random(in: 1...3, using: &generator)),
                quantity: Bool.random(using: &generator) ? Self.quantity(&generator) : nil
            )
        )
    }

    private static func consumption(
        of model: ReferenceModel,
        _ generator: inout SeededGenerator
    ) -> LedgerCommand {
        Company.consume(
            Self.quantity(&generator),
            from: model.pending.last?.id ?? .make(),
            at: Bool.random(using: &generator) ? Company.north : Company.bin,
            isFinal: Bool.random(using: &generator)
        )
    }

    private static func lines(
        _ kind: EntryKind,
        _ generator: inout SeededGenerator
    ) -> [Posting.Line] {
        (0..<Int.random(in: 1...3, using: &generator)).map { _ in
            if Int.random(in: 0..<6, using: &generator) == 0 { return Self.units(kind, &generator) }
            let isLotted = Int.random(in: 0..<3, using: &generator) == 0
            let lot = LotName.code(
                ["L1", "L2", "L3"].randomElement(using: &generator) ?? "L1",
                StockLot.Details(expiresOn: CivilDate("2030-01-01"))
            )
            let (from, to) = Self.ends(of: kind, &generator)
            return Posting.Line(
                variant: .sku(isLotted ? "LOTTED" : "PLAIN"),
                lot: isLotted ? lot : nil,
                quantity: Self.quantity(&generator),
                from: from,
                to: to
            )
        }
    }

    private static func units(
        _ kind: EntryKind,
        _ generator: inout SeededGenerator
    ) -> Posting.Line {
        let numbers = (1...6).map { "S\($0)" }.shuffled(using: &generator)
            .prefix(Int.random(in: 1...2, using: &generator))
        let (from, to) = Self.ends(of: kind, &generator)
        return Posting.Line(
            variant: .sku("SERIAL"),
            serials: Array(numbers),
            quantity: Quantity(integerLiteral: Int64(numbers.count)),
            from: from,
            to: to
        )
    }

    private static func ends(
        of kind: EntryKind,
        _ generator: inout SeededGenerator
    ) -> (LocationName, LocationName) {
        let places = [Company.north, Company.bin, Company.south].shuffled(using: &generator)
        let (first, second) = (places[0].id, places[1].id)
        return switch kind {
        case .receive: (.virtual(.supplier), .id(first))
        case .sale, .ship: (.id(first), .virtual(.customer))
        case .return: (.virtual(.customer), .id(first))
        case .transfer: (.id(first), .id(second))
        case .adjust, .count, .produce, .reverse, .rule, .approve:
            (.virtual(.adjustment), .id(first))
        }
    }

    static func quantity(_ generator: inout SeededGenerator) -> Quantity {
        Quantity(tenThousandths: Int64.random(in: 1...60_000, using: &generator))
    }
}

extension Posting.Line {
    /// The same goods on another way.
    fileprivate func between(_ from: LocationName, _ to: LocationName) -> Posting.Line {
        Posting.Line(
            variant: self.variant,
            lot: self.lot,
            quantity: self.quantity,
            from: from,
            to: to
        )
    }
}
