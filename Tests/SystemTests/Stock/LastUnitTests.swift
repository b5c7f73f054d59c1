import Contracts
import Kernel
import TestSupport
import Testing

extension SystemSuite {
    @Suite(.timeLimit(.minutes(2))) struct LastUnitTests {
        private static let requests = 200

        @Test func `of two hundred who want the last unit one gets it`() async throws {
            let system = try System.current
            let article = try await system.stockedArticle(1)
            let sales = try (0..<Self.requests).map { _ in try sale(of: article) }
            let answers = try await system.all(sales)
            let winners = answers.filter { $0.status == 201 }
            #expect(winners.count == 1)
            let losers = try answers.filter {
                try $0.status == 409 && $0.code == .insufficientStock
            }
            #expect(losers.count == Self.requests - 1)
            for loser in losers {
                let problem = try loser.decode(Shortage.self)
                #expect(problem.requested == 1)
                #expect(problem.available == 0)
            }
            let level = try await system.level(of: article.sku)
            #expect(level == StockDocument(onHand: 0, reserved: 0, available: 0))
            #expect(try await movements(of: article, in: system) == ["receive", "sale"])
        }

        @Test func `the same SKU on two lines is judged by the sum`() async throws {
            let system = try System.current
            let article = try await system.stockedArticle(3)
            let refused = try await system.call(sale(of: article, 2, 2), by: system.admin)
            #expect(refused.status == 409)
            #expect(try refused.code == .insufficientStock)
            #expect(try refused.decode(Shortage.self).requested == 4)
            #expect(try await system.level(of: article.sku).onHand == 3)
            try await system.succeed(sale(of: article, 1, 2), by: system.admin)
            #expect(try await system.level(of: article.sku).onHand == 0)
        }

        @Test func `a request that comes ten times at once has one effect`() async throws {
            let system = try System.current
            let article = try await system.stockedArticle(20)
            let call = try sale(of: article)
            var answers: [Answer] = []
            for answer in try await system.all(Array(repeating: call, count: 10)) {
                // Who comes while the first is being worked on is told so, and asks again.
                guard try answer.code == .requestInFlight else {
                    answers.append(answer)
                    continue
                }
                #expect(answer.status == 409)
                #expect(answer.header("retry-after") != nil)
                answers.append(try await settled(call, in: system))
            }
            try expectOne(answers)
            #expect(try await system.level(of: article.sku).onHand == 19)
        }

        @Test func `a request that comes ten times in a row has one effect`() async throws {
            let system = try System.current
            let article = try await system.stockedArticle(20)
            let call = try sale(of: article)
            var answers: [Answer] = []
            for _ in 0..<10 { answers.append(try await system.succeed(call, by: system.admin)) }
            try expectOne(answers)
            #expect(answers.map(\.isReplayed) == [false] + Array(repeating: true, count: 9))
            #expect(try await system.level(of: article.sku).onHand == 19)
        }

        @Test func `a refusal that comes again is the same refusal`() async throws {
            let system = try System.current
            let article = try await system.stockedArticle(1)
            let call = try sale(of: article, 2)
            let refused = try await system.call(call, by: system.admin)
            #expect(try refused.code == .insufficientStock)
            try await system.receive(5, of: article.sku)
            let again = try await system.call(call, by: system.admin)
            #expect(try again.problem == refused.problem)
            #expect(try await system.level(of: article.sku).onHand == 6)
        }

        @Test func `a key stands for one body only`() async throws {
            let system = try System.current
            let article = try await system.stockedArticle(20)
            let first = try sale(of: article)
            try await system.succeed(first, by: system.admin)
            let other = try sale(of: article, 2).keyed(first.key)
            let refused = try await system.call(other, by: system.admin)
            #expect(refused.status == 422)
            #expect(try refused.code == .idempotencyKeyReused)
            #expect(try await system.level(of: article.sku).onHand == 19)
        }

        @Test func `a key belongs to who made it up`() async throws {
            let system = try System.current
            let article = try await system.stockedArticle(20)
            let call = try sale(of: article)
            try await system.succeed(call, by: system.admin)
            let other = try await system.hire(.inventoryManager)
            #expect(try await system.succeed(call, by: other).isReplayed == false)
            #expect(try await system.level(of: article.sku).onHand == 18)
        }

        @Test func `a command without a key is refused`() async throws {
            let system = try System.current
            let article = try await system.stockedArticle(1)
            let refused = try await system.call(sale(of: article).keyed(nil), by: system.admin)
            #expect(refused.status == 400)
            #expect(try refused.code == .idempotencyKeyMissing)
            #expect(try await system.level(of: article.sku).onHand == 1)
        }

        private func sale(of article: Article, _ quantities: Quantity...) throws -> Call {
            let lines = (quantities.isEmpty ? [1] : quantities).map { quantity in
                JSONValue.object([
                    "sku": .string(article.sku), "quantity": .string(quantity.description),
                ])
            }
            return try Call(
                "postSale",
                json: ["location": .string(System.main), "lines": .array(lines)]
            )
        }

        /// The answer once nobody else waits for it.
        private func settled(_ call: Call, in system: System) async throws -> Answer {
            var answer = try await system.call(call, by: system.admin)
            try await eventually("the request is no longer in flight") {
                guard try answer.code == .requestInFlight else { return true }
                answer = try await system.call(call, by: system.admin)
                return false
            }
            return answer
        }

        private func expectOne(_ answers: [Answer]) throws {
            #expect(answers.allSatisfy { $0.status == 201 })
            #expect(Set(answers.map(\.body)).count == 1)
        }

        /// The kinds of the entries that moved an article, in order.
        private func movements(of article: Article, in system: System) async throws -> [String] {
            let call = try Call("listMovements", query: [("sku", article.sku)])
            let page = try await system.succeed(call, by: system.admin).json
            let kinds = page?["items"]?.elements?.compactMap { $0["kind"]?.text }
            return (kinds ?? []).sorted()
        }
    }
}

extension System {
    /// Sends all of them at once.
    func all(_ calls: [Call]) async throws -> [Answer] {
        try await withThrowingTaskGroup(of: Answer.self) { group in
            for call in calls { group.addTask { try await self.call(call, by: self.admin) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }
}

/// What is said of goods that there are not enough of.
struct Shortage: Decodable {
    let requested: Quantity
    let available: Quantity
}
