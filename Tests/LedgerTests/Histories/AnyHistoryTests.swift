import Contracts
import Kernel
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Histories of every kind of posting on the real database: what is read is what adding up comes to.
///
/// Goods with lots and with numbers, two warehouses and the road between them, a pallet, counts, late facts,
/// things undone, lots withheld, periods closed, and costs of every method.
@Suite(.requiresPostgres)
struct AnyHistoryTests {
    private static let steps = 180
    /// Reads of the past after each step.
    private static let reads = 1
    /// Steps between two looks at everything.
    private static let stride = 10
    private static let seeds: [UInt64] =
        [3, 86_028] + (LongRuns.areAsked ? [314_159, 271_828, 1_618] : [])
    /// What every history is to have had.
    private static let kinds: Set<String> = [
        "postReceipt", "postSale", "postReturn", "postSupplierReturn", "postTransfer",
        "postAdjustment", "postProduction", "reverseEntry", "postBatch", "atomic", "independent",
        "createReservation", "consumeReservation", "createTransferOrder", "dispatchTransferOrder",
        "receiveTransferOrder", "changeLotStatus", "expire", "count", "seal", "postLandedCost",
        "reverseCostOrder", "moveHandlingUnit", "carry", "oversold",
    ]

    @Test(arguments: seeds)
    func `whatever is posted, every read is what it adds up to`(seed: UInt64) async throws {
        try await LedgerBench.with { ledger in
            var history = History(of: seed, on: ledger)
            try await history.begin()
            var (step, reads) = (0, Set<History.AnyRead>())
            // It goes on where chance has left something out, and is no longer than twice as long.
            while step < Self.steps
                || step < 2 * Self.steps && !Self.kinds.isSubset(of: history.accepted.keys)
            {
                step += 1
                let touched = try await history.step()
                for sku in touched.sorted() { try await history.expectPresent(of: sku) }
                #expect(try await ledger.unexplained() == [])
                reads.formUnion(try await history.expectAnyPast(reads: Self.reads))
                guard step.isMultiple(of: Self.stride) else { continue }
                try await self.expectEverything(&history)
            }
            #expect(reads == Set(History.AnyRead.allCases))
            #expect(Self.kinds.subtracting(history.accepted.keys) == [], "\(history.accepted)")
            #expect(history.accepted.count >= 20, "\(history.accepted)")
            #expect((10...step / 2).contains(history.refused), "\(history.refused)")
            try await self.expectSameBooks(ledger)
        }
    }

    private func expectEverything(_ history: inout History) async throws {
        let ledger = history.ledger
        try await ledger.watch()
        try await history.readCounts()
        history.expectSightings()
        // The totals of months are behind at some steps, and not at others.
        if Bool.random(using: &history.generator) { #expect(try await ledger.audit() == []) }
        let ago = RandomPosting.span * Double.random(in: 0...1, using: &history.generator)
        let asOf = Timestamp.now.advanced(by: .zero - ago)
        let times = history.model.recordingTimes
        let knownAt = try #require(times.randomElement(using: &history.generator))
        for sku in RandomPosting.skus { try await history.expectPresent(of: sku) }
        // Promises and lots are as young as the test: some time at which they were other ones.
        var generator = history.generator
        let lately = try #require(times.shuffled(using: &generator).last)
        for (asOf, knownAt) in [
            (nil, nil), (asOf, nil), (nil, knownAt), (asOf, knownAt), (lately, nil),
            (lately, knownAt),
        ] {
            try await history.expectPast(asOf: asOf, knownAt: knownAt)
        }
        try await history.expectMovements(asOf: asOf, knownAt: knownAt)
        try await history.expectWarehouses()
        try await history.expectUnits()
        try await history.expectSealed()
        try await history.expectBalancedJournal()
        try await history.expectValues(asOf: asOf, knownAt: knownAt)
        for (asOf, knownAt) in [
            (asOf, nil), (asOf, knownAt), (lately, nil), (lately, knownAt), (nil, knownAt),
        ] {
            try await history.expectDashboards(asOf: asOf, knownAt: knownAt)
        }
        try await history.kept.expectSame(on: ledger)
        try await history.ages.expectSame(on: ledger)
        try await history.ages.remember(from: ledger)
        let last = try #require(times.max())
        try await history.kept.remember(
            ["NUT", RandomPosting.lotted],
            knownAt: last,
            asOf: asOf,
            from: ledger
        )
    }

    /// Everything that is kept beside the journal comes out of it again, to the last bit.
    private func expectSameBooks(_ ledger: LedgerBench) async throws {
        #expect(try await ledger.audit() == [])
        // Nobody sells what is not there, so nothing is owed.
        try await ledger.expectRebuilt(
            Set(RebuiltTable.all.map(\.name)).subtracting(["cost_debt"])
        )
        let costs = try await ledger.costHash()
        try await ledger.forgetCosts()
        try await ledger.cost(facts: 7)
        #expect(try await ledger.costHash() == costs)
        let stock = try await ledger.monthTotals()
        try await ledger.tamper(
            "TRUNCATE ledger.month_total",
            "UPDATE ledger.audit_position SET recorded_to = '-infinity'"
        )
        #expect(try await ledger.monthTotals() == [])
        #expect(try await ledger.audit() == [])
        #expect(try await ledger.monthTotals() == stock)
    }
}

extension LedgerBench {
    fileprivate func monthTotals() async throws -> [String] {
        try await self.lines("SELECT month_total::text AS line FROM month_total ORDER BY 1")
    }
}
