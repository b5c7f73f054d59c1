import Contracts
import Kernel
import LedgerDomain

extension RandomCommands {
    /// What was found or is gone, or how much there is to be.
    mutating func correction(after model: ReferenceModel, at now: Timestamp) -> LedgerCommand {
        guard self.chance(1, of: 2) else { return self.posting(.adjust, at: now) }
        let lines = (0..<Int.random(in: 1...3, using: &self.generator)).map { _ in
            self.chance(1, of: 6) ? self.foundLine() : self.level(in: model)
        }
        return .post(
            Posting(
                id: self.identifier(),
                kind: .adjust,
                // Which is refused.
                about: self.chance(1, of: 10) ? self.circumstances(at: now) : Circumstances(),
                lines: lines
            )
        )
    }

    private mutating func foundLine() -> Posting.Line {
        Posting.Line(
            variant: .sku(Company.plain.sku),
            quantity: self.quantity(),
            from: .virtual(.adjustment),
            to: self.place()
        )
    }

    /// Mostly with what is there, or believed to be by somebody who cannot know.
    private mutating func level(in model: ReferenceModel) -> Posting.Line {
        // A dictionary has another order in each process.
        let known = model.totals.keys.sorted()
        guard let key = self.one(of: known), self.chance(7, of: 8) else { return self.newLevel() }
        let actual = model.totals[key, default: .zero]
        let believed = self.chance(5, of: 6) ? actual : self.quantity()
        var level = self.quantity()
        if self.chance(1, of: 3) { level = self.chance(1, of: 2) ? actual : .zero }
        return Posting.Line(
            setting: LevelTarget(level, expected: self.chance(1, of: 3) ? nil : believed),
            of: .id(key.variant),
            lot: key.lot.map { LotName.id($0) },
            at: .id(key.location),
            against: .virtual(self.chance(1, of: 4) ? .scrap : .adjustment)
        )
    }

    /// That of a lot which is new where nobody was faster.
    private mutating func newLevel() -> Posting.Line {
        Posting.Line(
            setting: LevelTarget(self.quantity(), expected: .zero),
            of: .id(Company.lotted.id),
            lot: self.lot(),
            at: self.place(),
            against: .virtual(.adjustment)
        )
    }
}

extension LedgerCommand {
    /// Whether it says how much there is to be.
    var setsLevels: Bool {
        guard case .post(let posting) = self else { return false }
        return posting.setsLevels
    }
}
