import Testing

@testable import Ledger

/// How much of the journal is costed in one transaction.
struct CostPaceTests {
    @Test(arguments: [
        (facts: 100, lines: 100, next: 1_000), (100, 400, 500), (100, 10_000, 100),
        (500, 500, 1_000), (100, 0, 1_000), (0, 0, 100), (1_000, 20_000, 100),
    ])
    func `the fewer lines facts have, the more of them are followed together`(
        facts: Int,
        lines: Int,
        next: Int
    ) {
        #expect(CostLimits().facts(after: facts, lines: lines) == next)
    }

    @Test func `a limit that an operator has set is never gone below`() {
        var limits = CostLimits()
        limits.facts = 1_000
        #expect(limits.facts(after: 1_000, lines: 1_000_000) == 1_000)
        limits.facts = 5
        #expect(limits.facts(after: 5, lines: 5_000) == 5)
    }
}
