import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Whatever is bought, sold and put elsewhere, each variant counts where it was.
@Suite(.requiresPostgres)
struct CategoryHistoryTests {
    private typealias CategoryID = ID<Contracts.Category>

    private static let steps = 25
    private static let skus = (1...5).map { "T-\($0)" }
    private static let names = ["Apples", "Bolts", "Cups"]

    /// What a plain list of facts says of a time.
    private struct Moment {
        let time: Timestamp
        /// By SKU; what is in none has no entry.
        let categories: [String: String]
        /// What the valuation by category said then of what was known.
        let told: [String]
    }

    @Test(arguments: [5, 71_003] as [UInt64])
    func `at any time what was in a category is worth what its variants were`(
        seed: UInt64
    ) async throws {
        try await LedgerBench.with { ledger in
            var generator = SeededGenerator(seed: seed)
            let moments = try await self.live(on: ledger, using: &generator)
            #expect(Set(moments.map(\.categories)).count > 5)
            for moment in moments {
                let known = ["knownAt": moment.time.description]
                #expect(try await ledger.worthByCategory(known) == moment.told, "\(seed)")
                for clock in ["asOf", "knownAt"] {
                    let times = [clock: moment.time.description]
                    let told = try await ledger.worthByCategory(times)
                    let expected = try await self.worth(moment.categories, times, on: ledger)
                    #expect(told == expected, "\(seed) \(times)")
                }
            }
        }
    }

    /// Some facts of the catalog and postings, each followed by a moment.
    private func live(
        on ledger: LedgerBench,
        using generator: inout SeededGenerator
    ) async throws -> [Moment] {
        let ids = Self.names.map { _ in CategoryID.make() }
        for (id, name) in zip(ids, Self.names) { try await ledger.tell(of: id, name) }
        var variants: [String: ID<Variant>] = [:]
        var (categories, versions) = ([String: String](), [String: Int64]())
        for sku in Self.skus { variants[sku] = try await ledger.variant(sku) }
        var moments: [Moment] = []
        for step in 1...Self.steps {
            let sku = try #require(Self.skus.randomElement(using: &generator))
            if step % 3 == 0 {
                let ago = Double.random(in: 0...20, using: &generator)
                try await ledger.buy(
                    RandomPosting.quantity(using: &generator),
                    of: sku,
                    for: "\(Int.random(in: 1...9, using: &generator))",
                    effectiveAt: Timestamp.now.advanced(by: .seconds(-ago * 86_400))
                )
            } else {
                let place = Int.random(in: 0...ids.count, using: &generator)
                let version = (versions[sku] ?? 1) + Int64.random(in: 0...2, using: &generator)
                let category = place < ids.count ? ids[place] : nil
                try await ledger.put(
                    try #require(variants[sku]),
                    sku,
                    in: category,
                    version: version
                )
                // Of the same version something else was told before.
                if version > versions[sku] ?? 1 {
                    versions[sku] = version
                    categories[sku] = category == nil ? nil : Self.names[place]
                }
            }
            moments.append(try await self.moment(categories, on: ledger))
        }
        return moments
    }

    private func moment(
        _ categories: [String: String],
        on ledger: LedgerBench
    ) async throws -> Moment {
        try await ledger.horizonPassed(
            "SELECT (\(fragment: StockTime.lastCategorized)) AS recorded_at"
        )
        try await ledger.cost()
        let costedTo = try await ledger.succeed("getValuation")["costedTo"]?.text
        return Moment(
            time: try #require(costedTo.flatMap { Timestamp($0) }),
            categories: categories,
            told: try await ledger.worthByCategory()
        )
    }

    /// By the valuation of variants, added up by where each was.
    private func worth(
        _ categories: [String: String],
        _ times: [String: String],
        on ledger: LedgerBench
    ) async throws -> [String] {
        var sums: [String: CostValue] = [:]
        let query = times.merging(["by": "variant"]) { $1 }
        for group in try await ledger.items("getValuation", query, limit: 50) {
            let sku = try #require(group["sku"]?.text)
            let value = try #require(group["value"]?.text.flatMap { CostValue($0) })
            sums[categories[sku] ?? "", default: .zero] += value
        }
        return sums.sorted { $0.key < $1.key }
            .map { "\($0.key.isEmpty ? "none" : $0.key) \($0.value)" }
    }
}
