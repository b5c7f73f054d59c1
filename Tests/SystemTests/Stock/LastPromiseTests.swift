import Contracts
import Kernel
import TestSupport
import Testing

extension SystemSuite {
    /// Promises of what there is not enough of for all who ask.
    @Suite(.timeLimit(.minutes(2))) struct LastPromiseTests {
        private static let clients = 200

        @Test func `of two hundred who reserve the last unit one gets it`() async throws {
            let system = try System.current
            let article = try await system.stockedArticle(1)
            let calls = try (0..<Self.clients).map { _ in try reservation(of: article, 1) }
            let answers = try await system.all(calls)
            #expect(answers.count { $0.status == 201 } == 1)
            let losers = try answers.filter {
                try $0.status == 409 && $0.code == .insufficientStock
            }
            #expect(losers.count == Self.clients - 1)
            for loser in losers {
                let problem = try loser.decode(Shortage.self)
                #expect(problem.requested == 1)
                #expect(problem.available == 0)
            }
            let level = try await system.level(of: article.sku)
            #expect(level == StockDocument(onHand: 1, reserved: 1, available: 0))
        }

        @Test func `the same SKU on two lines is judged by the sum`() async throws {
            let system = try System.current
            let article = try await system.stockedArticle(3)
            let refused = try await system.call(reservation(of: article, 2, 2), by: system.admin)
            #expect(refused.status == 409)
            #expect(try refused.code == .insufficientStock)
            #expect(try refused.decode(Shortage.self).requested == 4)
            let before = StockDocument(onHand: 3, reserved: 0, available: 3)
            #expect(try await system.level(of: article.sku) == before)
            try await system.succeed(reservation(of: article, 1, 2), by: system.admin)
            let after = StockDocument(onHand: 3, reserved: 3, available: 0)
            #expect(try await system.level(of: article.sku) == after)
        }

        private func reservation(of article: Article, _ quantities: Quantity...) throws -> Call {
            let lines = quantities.map { quantity in
                JSONValue.object([
                    "sku": .string(article.sku), "quantity": .string(quantity.description),
                ])
            }
            return try Call(
                "createReservation",
                json: ["warehouse": .string(System.main), "lines": .array(lines)]
            )
        }
    }
}
