import AMQP
import Contracts
import Kernel
import TestSupport
import Testing

@testable import Operator

extension SystemSuite {
    /// Services that end in the middle of their work.
    @Suite(.timeLimit(.minutes(5))) struct KillTests {
        private static let skus = 12
        private static let seed: UInt64 = 20_101_201
        private static let documentsPerKill = 120
        /// Requests that are under way when a service is killed.
        private static let salesPerKill = 20

        @Test func `every service is killed while sales flow and nothing is lost or doubled`()
            async throws
        {
            let rounds = LongRuns.areAsked ? 5 : 1
            let victims = Array(repeating: Suite.services, count: rounds).flatMap(\.self)
            let system = try System.current
            let warehouse = "SHOP-\(Unique.word().uppercased())"
            _ = try await Warehouse(api: system.operatorAPI).provide(warehouse, name: "A shop")
            let features = ShopFeatures(system: system, warehouse: warehouse)
            try await features.switchOn()
            let skus = try await self.supply(features, in: system)
            // The till sells single pieces of the first over REST, too.
            let others = skus[1..<4]
            let day = ShopDay(
                skus: skus,
                documents: Self.documentsPerKill * victims.count,
                seed: Self.seed
            )
            let turns = Shuffle(
                documents: day.documents.count,
                copies: CopyRange(1...3),
                seed: Self.seed
            )
            .turns
            try await system.withTill(at: warehouse) { till in
                let proposals = try await self.publish(
                    turns,
                    of: day,
                    by: till,
                    beside: features,
                    killing: victims,
                    in: system
                )
                try await self.expectBalance(of: till, turns: turns.count, day, in: system)
                try await features.approve(proposals, of: skus[3])
                var expected = day.onHand
                let sales = Int64(victims.count * Self.salesPerKill)
                expected[skus[0], default: 0] -= Quantity(integerLiteral: sales)
                for (sku, quantity) in features.taken(by: victims.count, from: others) {
                    expected[sku, default: 0] -= quantity
                }
                let reading = StockReading(api: system.operatorAPI, location: warehouse)
                let found = try await reading.onHand()
                #expect(StockDifference.all(expected: expected, found: found).isEmpty)
                try await system.expectValues(of: expected, at: warehouse)
            }
            try await features.switchOff()
            try await system.expectProof()
            // Whoever was signed in before the gateway was killed still is.
            try await system.succeed(Call("getSession"), by: system.admin)
        }

        /// Articles with their opening stock, which the till's codes stand for.
        private func supply(_ features: ShopFeatures, in system: System) async throws -> [String] {
            let opening = Quantity(integerLiteral: Int64(ShopDay.opening))
            let skus = try await features.supply(Self.skus, opening)
            // Nothing is parked for want of news.
            for sku in skus {
                let draft: JSONValue = ["code": .string(Unique.word()), "sku": .string(sku)]
                try await system.make("createAlias", json: draft)
            }
            return skus
        }

        /// Publishes a part before and a part after each kill; meanwhile others work over REST.
        ///
        /// - Returns: What they proposed.
        private func publish(
            _ turns: [Shuffle.Turn],
            of day: ShopDay,
            by till: Till,
            beside features: ShopFeatures,
            killing victims: [ServiceName],
            in system: System
        ) async throws -> [String] {
            var proposals: [String] = []
            let count = victims.count * 2
            let parts = (0..<count).map { part in
                Array(turns[(turns.count * part / count)..<(turns.count * (part + 1) / count)])
            }
            for (index, victim) in victims.enumerated() {
                async let sales: Void = self.sellSome(
                    day.skus[0],
                    from: features.warehouse,
                    in: system
                )
                async let proposal = features.work(on: day.skus[1..<4])
                try await self.publish(parts[2 * index], of: day, by: till)
                let ended = try await system.kill(victim)
                try await self.publish(parts[2 * index + 1], of: day, by: till)
                try await sales
                proposals.append(try await proposal)
                try await system.untilReplaced(ended, victim)
            }
            return proposals
        }

        private func publish(_ turns: [Shuffle.Turn], of day: ShopDay, by till: Till) async throws {
            let publisher = SalesPublisher(source: till.name, rate: 100_000, console: .silent)
            _ = try await publisher.publish(turns, of: day.documents, over: till.connection)
        }

        /// Sells single pieces, all at once, each asked for under its key until there is an answer.
        private func sellSome(
            _ sku: String,
            from warehouse: String,
            in system: System
        ) async throws {
            let draft: JSONValue = [
                "location": .string(warehouse),
                "lines": [["sku": .string(sku), "quantity": "1"]],
            ]
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<Self.salesPerKill {
                    group.addTask {
                        let key = Unique.word()
                        try await system.operatorAPI.post(["v1", "sales"], key: key, draft)
                    }
                }
                try await group.waitForAll()
            }
        }

        private func expectBalance(
            of till: Till,
            turns: Int,
            _ day: ShopDay,
            in system: System
        ) async throws {
            let registry = SourceRegistry(api: system.operatorAPI)
            let source = try await registry.require(till.name)
            let wait = StatementWait(registry: registry, source: source, console: .silent)
            let statement = try await wait.untilSteady(received: turns)
            let counts = statement.messages
            #expect(statement.isBalanced)
            #expect(statement.addsUp)
            // What a process had taken but not acknowledged comes once more, as a duplicate.
            #expect(counts.received >= turns)
            #expect(counts.parked == day.strangeCount)
            #expect(counts.applied == day.documents.count - day.strangeCount)
            #expect(counts.duplicate == counts.received - day.documents.count)
            #expect(statement.terminals.allSatisfy { $0.missing == 0 })
            let fates = DocumentAccount(
                day.documents,
                messages: try await registry.messages(of: source),
                isStock: { _ in true }
            )
            .fates
            #expect(fates.map(\.name) == ["applied", "parked: unknown-code"])
            #expect(fates.first?.documents.count == counts.applied)
        }
    }
}
