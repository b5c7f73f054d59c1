import Contracts
import Kernel
import TestSupport
import Testing

@testable import Operator

extension SystemSuite {
    /// A warehouse that does everything at once.
    @Suite(
        .timeLimit(.minutes(5)),
        .enabled(if: LongRuns.areAsked, "./stockbook test --long")
    )
    struct BusyTests {
        private static let seed: UInt64 = 20_261_123

        @Test func `chores are done while services are killed, and a foreign piece is found`()
            async throws
        {
            let system = try System.current
            let shop = try await BusyShop.open(in: system)
            let chores = try await shop.chores(seed: Self.seed)
            // Nobody reads back what this kind has received, so that only the proof can tell.
            let chore = try #require(chores.plan.chores.first { $0.kind == .production })
            let goods = try #require(chore.goods.first { !$0.isLotted })
            let book = try await shop.work(chores) {
                try await shop.receive(goods.sku, at: chores.places.store)
            }
            var told = book
            told.add(1, of: goods.sku, at: chores.places.store)
            try await self.expectNoDifference(chores.proof(of: told, shop.onHand))
            let stock = try await self.proof(of: chores, book, shop).stockDifferences()
            #expect(
                stock.map(\.place) == [chores.places.store, "all of \(chores.places.store)"]
            )
            for (_, difference) in stock {
                #expect(difference.sku == goods.sku)
                #expect(difference.found - difference.expected == 1)
            }
            let ledger = try await chores.ledgerBefore.findings(in: system.operatorAPI)
            #expect(ledger.texts == [])
            #expect(ledger.movements > chores.plan.chores.count)
            try await self.expectForeignPriceIsFound(chores, told, in: shop)
        }

        /// Expects that all is as chores and tills left it, once counts and costs have followed.
        private func expectNoDifference(_ proof: ChoreProof) async throws {
            var proof = proof
            proof.patience = .seconds(60)
            let stock = try await proof.stockDifferences()
            #expect(stock.isEmpty, "\(stock)")
            let costs = try await proof.costDifferences()
            #expect(costs == [])
        }

        /// Another price of goods that all came at one price is told, and so is that there is one more.
        private func expectForeignPriceIsFound(
            _ chores: Chores,
            _ book: ChoreBook,
            in shop: BusyShop
        ) async throws {
            let chore = try #require(chores.plan.chores.first { $0.kind == .backorder })
            let sku = chore.goods[0].sku
            try await shop.receive(sku, at: chores.places.rack)
            let proof = self.proof(of: chores, book, shop)
            let stock = try await proof.stockDifferences()
            #expect(stock.map(\.place) == [chores.places.rack, "all of \(chores.places.store)"])
            try await eventually("the foreign price is found", within: .seconds(60)) {
                let found = try await proof.costDifferences()
                return found.count == 1 && found[0].contains("\(sku): 2 are worth 3.9, not ")
            }
        }

        /// Looks once.
        private func proof(of chores: Chores, _ book: ChoreBook, _ shop: BusyShop) -> ChoreProof {
            var proof = chores.proof(of: book, shop.onHand)
            proof.patience = .zero
            return proof
        }
    }
}
