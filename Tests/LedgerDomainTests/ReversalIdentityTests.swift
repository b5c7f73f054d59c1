import Contracts
import Kernel
import LedgerDomain
import Testing

/// An entry and its undoing come to nothing, whatever happened before.
struct ReversalIdentityTests {
    private static let methods = [
        Costing(.fifo), Costing(.average), Costing(.standard, standard: "4.321"),
    ]
    /// Kinds that move something; shipments and transfers are too rare to be in each case.
    private static let kinds: Set<EntryKind> = [
        .receive, .sale, .return, .produce, .adjust,
    ]

    @Test(arguments: methods, 1...3)
    func `an entry and its reversal leave everything as it was`(costing: Costing, twenty: Int) {
        let undone = Self.histories(costing, twenty) { trial, entry in
            Self.reverse(entry, in: &trial, parts: [[]])
        }
        #expect(undone.isSuperset(of: Self.kinds))
    }

    @Test(arguments: methods, 4...6)
    func `so do reversals of random pieces, up to the whole`(costing: Costing, twenty: Int) {
        let undone = Self.histories(costing, twenty) { trial, entry in
            var choice = SeededGenerator(seed: UInt64(trial.history.model.entries.count))
            let pieces = entry.pieces(&choice)
            // Of an entry that took from where it put something, only the sum was there.
            return Self.reverse(
                entry,
                in: &trial,
                parts: entry.passesThrough ? [pieces] : pieces.map { [$0] }
            )
        }
        #expect(undone.isSuperset(of: Self.kinds))
    }

    @Test(arguments: methods)
    func `what was counted is not undone, and another count brings it back`(costing: Costing) {
        var counted = 0
        for seed in 900..<920 as Range<UInt64> {
            var whole = CostedHistory(seed: seed, costing)
            for _ in 0..<60 {
                let before = whole.picture
                guard let entry = whole.step()?.entry, entry.kind == .count else { continue }
                let after = whole.picture
                #expect(whole.perform(Company.reverse(entry.id)) == nil)
                #expect(whole.picture == after)
                var trial = whole
                #expect(trial.perform(entry.counter, as: true) != nil)
                #expect(trial.picture.onHand == before.onHand, "seed \(seed)")
                #expect(trial.picture.levels == before.levels, "seed \(seed)")
                counted += 1
            }
        }
        #expect(counted > 5)
    }

    /// Undoes most entries of histories, each in a copy of its own.
    ///
    /// - Returns: The kinds of those that were undone.
    private static func histories(
        _ costing: Costing,
        _ twenty: Int,
        undo: (inout CostedHistory, PostedEntry) -> Bool
    ) -> Set<EntryKind> {
        var undone: Set<EntryKind> = []
        for seed in UInt64(twenty * 20)..<UInt64(twenty * 20 + 20) {
            var whole = CostedHistory(seed: seed, costing)
            for step in 0..<60 {
                guard whole.chance(2, of: 3) else {
                    _ = whole.step()
                    continue
                }
                let before = whole.picture
                guard let decision = whole.step(), let entry = decision.entry,
                    ![.reverse, .count].contains(entry.kind), !entry.namesUnitsTwice
                else { continue }
                let expected = before.restored(after: decision, in: whole.state)
                var trial = whole
                let isAllowed = undo(&trial, entry)
                let place: Comment = "seed \(seed), step \(step): \(entry.kind)"
                // Whoever may not oversell is refused what would leave less than nothing.
                #expect(isAllowed != expected.isForbidden(from: whole.picture), place)
                // Goods settle what is owed when they come or come back, and are not the layers that they
                // were: those are the plain book's to judge, which follows each step.
                let differences = trial.picture.withoutLayers
                    .differences(from: expected.withoutLayers)
                #expect(differences.isEmpty, place)
                #expect(trial.perform(Company.reverse(entry.id), as: true) == nil, place)
                undone.insert(entry.kind)
            }
        }
        return undone
    }

    /// Undoes pieces one after the other; whoever may oversell helps where a clerk may not.
    ///
    /// - Returns: Whether the clerk was allowed everything.
    private static func reverse(
        _ entry: PostedEntry,
        in trial: inout CostedHistory,
        parts: [[Reversal.Part]]
    ) -> Bool {
        var isAllowed = true
        for (index, parts) in parts.enumerated() {
            let command = Company.reverse(entry.id, parts: parts)
            var decision = trial.perform(command)
            if decision == nil {
                isAllowed = false
                decision = trial.perform(command, as: true)
            }
            #expect(decision?.entry?.part?.number == index + 1)
        }
        return isAllowed
    }
}
