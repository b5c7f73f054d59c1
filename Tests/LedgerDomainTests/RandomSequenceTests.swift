import Contracts
import Kernel
import LedgerDomain
import Testing

/// Random histories, judged by a model that only adds up movements.
struct RandomSequenceTests {
    /// All that the ledger can be told to do but with handling units (``RandomHandlingTests``), and all
    /// kinds of entries but those of rules, returns by whom they are for.
    private static let everything: Set<String> = [
        "post", "reverse", "reserve", "consume", "release", "expire", "fill", "extend", "withdraw",
        "changeLot", "expireLot", "inspect", "concede", "order", "carry", "cancelOrder", "receive",
        "ship", "sale", "return", "supplierReturn", "transfer", "adjust", "count", "produce",
        "approve", "set",
    ]

    @Test(arguments: [1, 7, 42, 1_867, 65_537] as [UInt64])
    func `any long history keeps the invariants`(seed: UInt64) {
        let history = Self.history(of: 1_000, seed: seed)
        // Neither all nor nothing: the history exercised both answers.
        #expect((200...900).contains(history.refused))
    }

    /// A hundred at a time, so that they are not listed one by one; each tells its seed where it fails.
    @Test(arguments: 1...21)
    func `so do thousands of short ones`(hundred: Int) {
        var accepted: Set<String> = []
        for seed in (hundred * 100..<hundred * 100 + 100) {
            accepted.formUnion(Self.history(of: 70, seed: UInt64(seed)).accepted)
        }
        #expect(accepted == Self.everything)
    }

    /// Goes through a history, and looks at everything after each step of it.
    private static func history(of length: Int, seed: UInt64) -> RandomHistory {
        // A third of the companies have corrections approved.
        var history = RandomHistory(
            seed: seed,
            limit: seed % 3 == 0 ? 3 : nil,
            // And in half of them lots that are new are inspected.
            isInspecting: seed % 2 == 1
        )
        for step in 0..<length {
            let found =
                history.commands.chance(1, of: 20)
                ? history.count()
                : history.step()?.entry.map(history.model.past.differences) ?? []
            let differences = found + history.differences
            #expect(differences.isEmpty, "seed \(seed), step \(step)")
            // What is wrong once stays wrong.
            guard differences.isEmpty else { return history }
        }
        #expect(history.forgotten.isEmpty, "seed \(seed)")
        return history
    }
}
