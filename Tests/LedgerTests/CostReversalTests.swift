import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// A landed cost that was ordered by mistake is taken back by another order.
@Suite(.requiresPostgres)
struct CostReversalTests {
    private static let reason = #"{"reason":"wrong receipt"}"#

    /// Runs `body` with ten nuts that cost 1 each and 10 of freight, of which 4 were sold since.
    private func landed(
        _ body: (LedgerBench, _ path: [String: String]) async throws -> Void
    ) async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            let receipt = try await ledger.buy(10, of: "NUT", for: "1")
            let order = try await ledger.succeed(
                "postLandedCost",
                CostKeeperTests.landed("10", over: receipt, document: "F1")
            )
            _ = try await ledger.succeed("postSale", LedgerBench.sale(4, of: "NUT"))
            try await body(ledger, ["costOrderId": try #require(order["id"]?.text)])
        }
    }

    @Test func `it is worth and has cost what it would have, and both orders name each other`()
        async throws
    {
        try await self.landed { ledger, path in
            try await ledger.cost()
            #expect(try await ledger.worth() == ["12", "12"])
            let before = try await ledger.rows("SELECT line::text AS row FROM cost_entry AS line")
                .map { try $0.decode("row", as: String.self) }
            let reversal = try await ledger.succeed("reverseCostOrder", Self.reason, path: path)
            try await ledger.cost()
            #expect(try await ledger.worth() == ["6", "6"])
            #expect(try await ledger.charges(.customer) == ["-8", "4"])
            #expect(try await ledger.charges(.landed) == ["10", "-6", "-4"])
            // No line was changed.
            let after = try await ledger.rows("SELECT line::text AS row FROM cost_entry AS line")
                .map { try $0.decode("row", as: String.self) }
            #expect(Set(after).isSuperset(of: before))
            let orders = try await ledger.items("listCostOrders", [:], limit: 1)
            #expect(orders.map { $0["kind"]?.text } == ["reverse", "land"])
            #expect(orders[0]["id"] == reversal["id"])
            #expect(orders[0]["reverses"]?.text == path["costOrderId"])
            #expect(orders[0]["reason"]?.text == "wrong receipt")
            #expect(orders[0]["reversedBy"] == nil)
            #expect(orders[1]["reversedBy"] == reversal["id"])
            let reversals = try await ledger.items("listCostOrders", ["kind": "reverse"], limit: 5)
            #expect(reversals == [orders[0]])
            // Whoever hears of costs hears of this.
            let told = try #require(try await ledger.facts(CostsPosted.self).last)
            #expect(
                told.changes == [
                    .init(account: .customer, value: "4"), .init(account: .landed, value: "-10"),
                ]
            )
        }
    }

    @Test func `the book is the same however many facts are followed at once, and has no drift`()
        async throws
    {
        try await LedgerBench.with { ledger in
            try await ledger.tradeNutsAndBolts()
            for sku in ["NUT", "BOLT"] {
                _ = try await ledger.succeed("postSale", LedgerBench.sale(5, of: sku))
                _ = try await ledger.succeed(
                    "postTransfer",
                    #"{"from":"PAR","to":"LDN","lines":[{"sku":"\#(sku)","quantity":"1"}]}"#
                )
            }
            for order in try await ledger.items("listCostOrders", ["kind": "land"], limit: 5) {
                let path = ["costOrderId": try #require(order["id"]?.text)]
                _ = try await ledger.succeed("reverseCostOrder", Self.reason, path: path)
            }
            try await ledger.buy(1, of: "NUT", for: "4")
            _ = try await ledger.succeed("postSale", LedgerBench.sale(1, of: "BOLT"))
            try await ledger.cost(facts: 100)
            #expect(try await ledger.audit() == [])
            let worth = try await ledger.worth()
            #expect(worth[0] == worth[1])
            let landed = try await ledger.rows(
                "SELECT sum(value)::bigint AS sum FROM cost_entry WHERE account = 'landed'"
            )[0].decode("sum", as: Int64.self)
            #expect(landed == 0)
            let whole = try await ledger.costHash()
            for facts in [1, 2, 5] {
                try await ledger.forgetCosts()
                try await ledger.cost(facts: facts)
                #expect(try await ledger.costHash() == whole, "\(facts) at once")
            }
        }
    }

    @Test func `it is taken back once, whoever asks at the same time`() async throws {
        try await self.landed { ledger, path in
            let answers = await withTaskGroup(of: OperationResponse.self) { group in
                for _ in 0..<4 {
                    group.addTask { await ledger.ask("reverseCostOrder", Self.reason, path: path) }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.map(\.status).sorted() == [201, 409, 409, 409])
            let again = await ledger.ask("reverseCostOrder", Self.reason, path: path)
            let problem = try MessageCoding.decode(Problem.self, from: again.body)
            #expect(problem.code == ProblemCode.alreadyReversed.rawValue)
            let orders = try await ledger.items("listCostOrders", ["kind": "reverse"], limit: 5)
            #expect(orders.count == 1)
            #expect(problem.extensions["costOrderId"] == orders.first?["id"])
        }
    }

    @Test func `a request that is repeated has its answer again`() async throws {
        try await self.landed { ledger, path in
            let key = ID<Entry>.make().rawValue
            let answers = [
                await ledger.ask("reverseCostOrder", Self.reason, path: path, messageID: key),
                await ledger.ask("reverseCostOrder", Self.reason, path: path, messageID: key),
            ]
            #expect(answers.map(\.status) == [201, 201])
            #expect(answers[0].body == answers[1].body)
        }
    }

    @Test func `a dry run says what it would do, and does nothing`() async throws {
        try await self.landed { ledger, path in
            try await ledger.cost()
            let hash = try await ledger.costHash()
            let trial = try await ledger.succeed(
                "reverseCostOrder",
                Self.reason,
                path: path,
                query: ["dryRun": "true"]
            )
            let changes = trial["changes"]?.elements ?? []
            #expect(changes.map { $0["account"]?.text } == ["customer", "landed"])
            #expect(changes.map { $0["value"]?.text } == ["4", "-10"])
            #expect(changes.map { $0["sku"]?.text } == ["NUT", "NUT"])
            #expect(changes.map { $0["location"]?.text } == ["LDN", "LDN"])
            #expect(trial["costedTo"]?.text != nil)
            try await ledger.cost()
            #expect(try await ledger.costHash() == hash)
            #expect(try await ledger.items("listCostOrders", [:], limit: 5).count == 1)
            let done = try await ledger.succeed("reverseCostOrder", Self.reason, path: path)
            #expect(done["changes"] == nil)
        }
    }

    @Test func `what would be too much to follow is refused before it is ordered`() async throws {
        try await self.landed { ledger, path in
            try await ledger.cost()
            let request = LedgerBench.request("reverseCostOrder", Self.reason, path: path)
            let statuses = try await ledger.database.pool.withTransaction { transaction in
                // The sale is the one line since.
                try [0, 1].map { limit in
                    do {
                        let operation = ReverseCostOrder(mostLines: limit)
                        return try operation.perform(request, in: transaction).status
                    } catch let problem as Problem {
                        return problem.status
                    }
                }
            }
            #expect(statuses == [409, 201])
        }
    }

    @Test func `what is no landed cost is refused, with what to do instead`() async throws {
        try await self.landed { ledger, path in
            _ = try await ledger.succeed(
                "postRevaluation",
                #"{"sku":"NUT","amount":"1","reason":"market"}"#
            )
            try await ledger.cost()
            _ = try await ledger.succeed("setCostPolicy", #"{"sku":"NUT","method":"fifo"}"#)
            _ = try await ledger.succeed("reverseCostOrder", Self.reason, path: path)
            let orders = try await ledger.items("listCostOrders", [:], limit: 5)
            #expect(orders.map { $0["kind"]?.text } == ["reverse", "cost", "revalue", "land"])
            for order in orders.dropLast() {
                let path = ["costOrderId": try #require(order["id"]?.text)]
                let answer = await ledger.ask("reverseCostOrder", Self.reason, path: path)
                #expect(answer.status == 409)
                let problem = try MessageCoding.decode(Problem.self, from: answer.body)
                #expect(problem.code == ProblemCode.notReversible.rawValue)
            }
            let unknown = ["costOrderId": "\(ID<CostSource>.make())"]
            #expect(await ledger.ask("reverseCostOrder", Self.reason, path: unknown).status == 404)
            let wordless = await ledger.ask("reverseCostOrder", #"{"reason":""}"#, path: path)
            #expect(wordless.status == 422)
            let clerk = Principal(
                id: ID<User>.make().rawValue,
                kind: .user,
                name: "clerk",
                permissions: [.costRead, .costManage],
                warehouses: [ledger.warehouse]
            )
            let refused = await ledger.ask("reverseCostOrder", Self.reason, path: path, as: clerk)
            #expect(refused.status == 403)
        }
    }
}
