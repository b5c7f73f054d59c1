import Contracts
import Kernel
import LedgerDomain

/// Draws commands as a busy and careless company would give them.
struct RandomCommands {
    var generator: SeededGenerator

    /// The next command, after what happened so far.
    mutating func next(after model: ReferenceModel, at now: Timestamp) -> Instruction {
        var lateness = Lateness.refused
        if self.chance(1, of: 3) { lateness = self.chance(1, of: 2) ? .privileged : .fact }
        let (command, isTill) = self.command(after: model, at: now)
        var actor = Company.clerk
        // Nobody concedes what they inspected.
        if case .concede = command { actor = ApprovalModel.boss }
        return Instruction(
            command,
            by: actor,
            with: Authority(mayOversell: isTill, lateness: lateness),
            approval: self.chance(1, of: 3) ? self.approval() : nil
        )
    }

    /// What somebody else says who is asked.
    mutating func approval() -> Approval {
        Approval(entry: self.identifier(), by: ApprovalModel.boss, with: .entryApprove)
    }

    mutating func identifier<Subject>() -> ID<Subject> {
        ID(head: 9, tail: self.generator.next())
    }

    private mutating func command(
        after model: ReferenceModel,
        at now: Timestamp
    ) -> (LedgerCommand, isTill: Bool) {
        switch Int.random(in: 0..<46, using: &self.generator) {
        case 0...5: (self.posting(.receive, at: now), false)
        case 6...9: (self.posting(.sale, at: now), self.chance(1, of: 3))
        case 10...11: (self.posting(.return, at: now), self.chance(1, of: 4))
        case 12: (self.posting(.transfer, at: now), false)
        case 13: (self.posting(.produce, at: now), false)
        case 14...15: (self.correction(after: model, at: now), false)
        case 16: (self.posting(.count, at: now), self.chance(3, of: 4))
        case 17...18: (self.reservation(at: now), false)
        case 19...20: (self.consumption(of: model.promises, at: now), self.chance(1, of: 6))
        case 21...25: (self.end(of: model.promises, at: now), false)
        case 26...27: (self.change(ofLotIn: model), false)
        case 28: (self.order(), false)
        case 42...45: (self.inspection(ofLotIn: model), false)
        case 29...34: (self.step(of: model.road, at: now), false)
        default: (self.reversal(of: model, at: now), self.chance(1, of: 8))
        }
    }

    /// Most commands follow each other at once; some hours or a day later.
    mutating func later(than now: Timestamp) -> Timestamp {
        guard self.chance(1, of: 3) else { return now }
        let seconds = self.chance(1, of: 5) ? 86_400 : 7_200
        return now.advanced(by: .seconds(Int.random(in: 1...seconds, using: &self.generator)))
    }

    /// When and why: mostly now, often long ago, and sometimes by a clock that is fast.
    mutating func circumstances(at now: Timestamp) -> Circumstances {
        guard self.chance(1, of: 3) else { return Circumstances() }
        let range = self.chance(1, of: 10) ? -400...0 : 1...8 * 86_400
        let age = Int.random(in: range, using: &self.generator)
        return Circumstances(effectiveAt: now.advanced(by: .seconds(-age)))
    }

    /// The undoing of an entry: all that is left, or some of a line.
    private mutating func reversal(of model: ReferenceModel, at now: Timestamp) -> LedgerCommand {
        let part = Reversal.Part(
            of: .line(Int.random(in: 1...3, using: &self.generator)),
            quantity: self.chance(1, of: 2) ? self.quantity() : nil
        )
        return .reverse(
            Reversal(
                id: self.identifier(),
                of: .entry(
                    model.entries.randomElement(using: &self.generator) ?? self.identifier()
                ),
                about: self.circumstances(at: now),
                parts: self.chance(1, of: 2) ? [part] : []
            )
        )
    }

    private mutating func change(ofLotIn model: ReferenceModel) -> LedgerCommand {
        let lot = model.lots.randomElement(using: &self.generator) ?? self.identifier()
        guard self.chance(2, of: 3) else { return .expireLot(lot) }
        return Company.give(
            lot,
            self.one(of: [.released, .released, .quarantined, .held, .recalled]) ?? .released
        )
    }

    mutating func chance(_ part: Int, of whole: Int) -> Bool {
        Int.random(in: 0..<whole, using: &self.generator) < part
    }

    mutating func one<Element>(of elements: [Element]) -> Element? {
        elements.randomElement(using: &self.generator)
    }

    mutating func quantity() -> Quantity {
        Quantity(tenThousandths: Int64.random(in: 1...60_000, using: &self.generator))
    }
}
