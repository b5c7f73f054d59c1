import Contracts
import Kernel
import LedgerDomain
import Testing

/// An entry and its undoing come to nothing, whatever happened before.
struct ReversalIdentityTests {
    @Test(arguments: [3, 5, 8, 1_867] as [UInt64])
    func `an entry and its reversal leave everything as it was`(seed: UInt64) throws {
        try self.history(seed: seed) { company, entry, _ in
            [try company.perform(Company.reverse(entry.id))]
        }
    }

    @Test(arguments: [4, 6, 9, 65_537] as [UInt64])
    func `so do reversals of random pieces, up to the whole`(seed: UInt64) throws {
        try self.history(seed: seed) { company, entry, choice in
            let pieces = Self.pieces(of: entry, &choice)
            let commands =
                entry.passesThrough
                ? [Company.reverse(entry.id, parts: pieces)]
                : pieces.map { Company.reverse(entry.id, $0) }
            let reversals = try commands.map { try company.perform($0) }
            #expect(reversals.compactMap(\.entry?.part?.number) == Array(1...reversals.count))
            #expect(reversals.map(\.entry?.part?.isLast).last == true)
            #expect(reversals.dropLast().allSatisfy { $0.entry?.part?.isLast == false })
            return reversals
        }
    }

    /// Undoes every entry of a random history in which most are kept: about two of three.
    private func history(
        seed: UInt64,
        undo: (inout Company, PostedEntry, inout SeededGenerator) throws -> [Decision]
    ) throws {
        var company = Company(seed: seed)
        var choice = SeededGenerator(seed: seed)
        var model = ReferenceModel()
        var undone: Set<EntryKind> = []
        for _ in 0..<2_000 {
            let (command, _) = RandomCommand.make(after: model, using: &choice)
            let before = company.state
            guard let decision = try? company.perform(command) else { continue }
            model.record(decision, mayOversell: false)
            guard let entry = decision.entry, entry.kind != .reverse,
                !decision.relievedNeed(since: before),
                Int.random(in: 0..<3, using: &choice) == 0
            else { continue }
            for reversal in try undo(&company, entry, &choice) {
                model.record(reversal, mayOversell: false)
            }
            model.expectSame(company.state)
            let last = try #require(company.lastReversal(of: entry))
            #expect(throws: LedgerRefusal.alreadyReversed(by: last)) {
                try company.perform(Company.reverse(entry.id))
            }
            undone.insert(entry.kind)
            // What a shipment gave up of its promise stays given up.
            guard !decision.gaveUp(since: before) else { continue }
            #expect(
                StockPicture(of: decision, in: company.state)
                    == StockPicture(of: decision, in: before)
            )
        }
        // Losses on the road, which are corrections, are too rare to be in each history.
        #expect(undone.isSuperset(of: [.receive, .sale, .return, .transfer, .ship, .produce]))
    }

    /// Splits the movements of an entry into pieces, in an order of chance.
    ///
    /// Of an entry that took from where it put something, only the sum was there; it has to be undone
    /// as a whole.
    private static func pieces(
        of entry: PostedEntry,
        _ choice: inout SeededGenerator
    ) -> [Reversal.Part] {
        guard !entry.passesThrough else {
            return Set(entry.movements.map(\.line)).map { Reversal.Part(of: .line($0)) }
        }
        var parts: [Reversal.Part] = []
        for movement in entry.movements {
            var left = movement.quantity
            while movement.serial == nil, parts.count < 6, left > Quantity(tenThousandths: 1) {
                let piece = Quantity(
                    tenThousandths: Int64.random(in: 1..<left.tenThousandths, using: &choice)
                )
                parts.append(Reversal.Part(of: .movement(movement.id), quantity: piece))
                left -= piece
            }
            parts.append(Reversal.Part(of: .movement(movement.id), quantity: left))
        }
        return parts.shuffled(using: &choice)
    }
}

extension Company {
    /// The reversal that undid the last of an entry.
    fileprivate func lastReversal(of entry: PostedEntry) -> ID<Entry>? {
        var company = self
        do {
            try company.perform(Company.reverse(entry.id))
            return nil
        } catch {
            guard case .alreadyReversed(let reversal) = error else { return nil }
            return reversal
        }
    }
}

extension PostedEntry {
    /// Whether the entry took a variant from a place or warehouse to which it also brought it.
    fileprivate var passesThrough: Bool {
        func key(_ variant: ID<Variant>, _ location: ID<Location>) -> Balance.Key {
            Balance.Key(variant: variant, location: location)
        }
        let roots = [Company.bin.id: Company.north.id]
        let between = self.movements.filter {
            roots[$0.from, default: $0.from] != roots[$0.to, default: $0.to]
        }
        let taken =
            self.movements.map { key($0.variant, $0.from) }
            + between.map { key($0.variant, roots[$0.from, default: $0.from]) }
        let given =
            self.movements.map { key($0.variant, $0.to) }
            + between.map { key($0.variant, roots[$0.to, default: $0.to]) }
        return !Set(taken).isDisjoint(with: given)
    }
}

extension Decision {
    /// Whether goods came to where more was promised than may be sold: they cannot be taken away again.
    fileprivate func relievedNeed(since before: LedgerState) -> Bool {
        self.availabilities.contains { before.availability($0.key).isShort }
    }

    /// Whether the command gave up some of a promise.
    fileprivate func gaveUp(since before: LedgerState) -> Bool {
        guard let reservation = self.reservation else { return false }
        return before.reservation(reservation.id)?.lines.map(\.released)
            != reservation.lines.map(\.released)
    }
}
