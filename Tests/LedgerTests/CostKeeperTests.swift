import Contracts
import Kernel
import LedgerDomain
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Every fact is costed once, whoever does it and whatever ends them; nothing is written over.
@Suite(.requiresPostgres)
struct CostKeeperTests {
    /// Buys, sells, moves and undoes.
    private func busy(_ ledger: LedgerBench, rounds: Int = 6) async throws {
        for round in 1...rounds {
            let receipt = try await ledger.buy(10, of: "NUT", for: "\(round).333333")
            _ = try await ledger.succeed("postSale", LedgerBench.sale(4, of: "NUT"))
            _ = try await ledger.succeed(
                "postTransfer",
                #"{"from":"LDN","to":"PAR","lines":[{"sku":"NUT","quantity":"2"}]}"#
            )
            if round % 3 == 0 {
                let sale = try await ledger.succeed("postSale", LedgerBench.sale(1, of: "NUT"))
                _ = try await ledger.succeed(
                    "reverseEntry",
                    #"{"reason":"cancelled"}"#,
                    path: ["entryId": try #require(sale["id"]?.text)]
                )
                _ = try await ledger.succeed(
                    "postLandedCost",
                    Self.landed("7.77", over: receipt, document: "F\(round)")
                )
            }
        }
    }

    static func landed(_ amount: String, over receipt: String, document: String) -> String {
        #"{"reference":{"source":"freight","document":"\#(document)"},"amount":{"amount":"\#(amount)","currency":"EUR"},"basis":"quantity","receipts":[{"entryId":"\#(receipt)"}]}"#
    }

    private func with(_ body: (LedgerBench) async throws -> Void) async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            _ = try await ledger.succeed(
                "createLocation",
                #"{"code":"PAR","name":"Paris","kind":"warehouse"}"#
            )
            try await body(ledger)
        }
    }

    @Test func `layers and lines say the same, and the rest was sold`() async throws {
        try await self.with { ledger in
            try await ledger.buy(10, of: "NUT", for: "1")
            try await ledger.buy(10, of: "NUT", for: "2")
            _ = try await ledger.succeed("postSale", LedgerBench.sale(4, of: "NUT"))
            try await ledger.cost()
            #expect(try await ledger.worth() == ["24", "24"])
            #expect(try await ledger.charges(.customer) == ["-6"])
        }
    }

    @Test func `goods at an average price leave other layers as they are`() async throws {
        try await self.with { ledger in
            for price in ["1", "2", "4"] { try await ledger.buy(10, of: "NUT", for: price) }
            try await ledger.cost()
            let layers: SQL = """
                SELECT ctid::text AS row FROM cost_layer ORDER BY acquired_at, origin
                """
            let before = try await ledger.rows(layers).map { try $0.decode("row", as: String.self) }
            _ = try await ledger.succeed("postSale", LedgerBench.sale(4, of: "NUT"))
            try await ledger.cost()
            let after = try await ledger.rows(layers).map { try $0.decode("row", as: String.self) }
            #expect(after.dropFirst() == before.dropFirst())
            #expect(after.first != before.first)
            let listed = try await ledger.items("listCostLayers", [:], limit: 2)
            let values = listed.map { $0["value"]?.text }
            #expect(values == ["14", "23.333333", "23.333334"])
            #expect(try await ledger.worth() == ["60.666667", "60.666667"])
        }
    }

    @Test func `two books that are made of the same journal are the same`() async throws {
        try await self.with { ledger in
            try await self.busy(ledger)
            try await ledger.cost(facts: 100)
            let first = try await ledger.costHash()
            let worth = try await ledger.worth()
            #expect(worth[0] == worth[1])
            for facts in [1, 3, 7] {
                try await ledger.forgetCosts()
                #expect(try await ledger.costHash() != first)
                try await ledger.cost(facts: facts)
                #expect(try await ledger.costHash() == first)
            }
        }
    }

    @Test func `goods settle what is owed, the oldest first, however few debts are read`()
        async throws
    {
        try await self.with { ledger in
            let nut = try #require(try await ledger.rows("SELECT id FROM variant").first)
                .decode("id", as: ID<Variant>.self)
            try await ledger.buy(1, of: "NUT", for: "2")
            let till = LedgerCommandProcessor(committer: ledger.committer)
            for sale in [1, 2, 3, 4, 5, 6] as [Quantity] {
                let message = try ledger.tillSale(sale, of: nut, document: "T\(sale)")
                _ = await till.process([message])
            }
            let owing = try await ledger.rows(
                "SELECT entry::text AS id FROM movement WHERE quantity = 30000"
            )
            _ = try await ledger.succeed(
                "reverseEntry",
                #"{"reason":"cancelled"}"#,
                path: ["entryId": try #require(owing.first).decode("id")]
            )
            for price in ["3", "2.5", "4"] { try await ledger.buy(3, of: "NUT", for: price) }
            try await ledger.cost(facts: 100, oldest: 100)
            let whole = try await ledger.costHash()
            let left = try await ledger.rows(
                """
                SELECT array_agg(debt.quantity ORDER BY line)::text AS owed,
                    max(pool.owed_quantity) AS sum, max(pool.owed_value) AS value,
                    sum(debt.value)::bigint AS worth
                FROM cost_debt AS debt
                JOIN cost_pool AS pool USING (variant, warehouse)
                """
            )[0]
            #expect(try left.decode("owed", as: String.self) == "{20000,60000}")
            #expect(try left.decode("sum", as: Int64.self) == 80_000)
            let worth = try left.decode("worth", as: Int64.self)
            #expect(try left.decode("value", as: Int64.self) == worth)
            for (facts, oldest) in [(1, 1), (2, 1), (4, 2), (100, 0), (1, 0)] {
                try await ledger.forgetCosts()
                try await ledger.cost(facts: facts, oldest: oldest)
                #expect(try await ledger.costHash() == whole)
            }
            #expect(try await ledger.audit() == [])

            // A row that is wrong about what it owes makes no wrong lines.
            try await ledger.tamper("UPDATE ledger.cost_pool SET owed_quantity = 0, owed_value = 0")
            try await ledger.buy(1, of: "NUT", for: "5")
            try await ledger.cost()
            let costed = try await ledger.costHash()
            try await ledger.forgetCosts()
            try await ledger.cost(oldest: 100)
            #expect(try await ledger.costHash() == costed)
        }
    }

    @Test func `two keepers that both believe to be alone cost every fact once`() async throws {
        try await self.with { ledger in
            try await self.busy(ledger)
            try await ledger.cost()
            let alone = try await ledger.costHash()
            try await ledger.forgetCosts()
            try await withThrowingTaskGroup { group in
                for facts in [1, 2, 3] {
                    group.addTask { try await ledger.cost(facts: facts) }
                }
                try await group.waitForAll()
            }
            #expect(try await ledger.costHash() == alone)
        }
    }

    @Test func `one keeper that was killed between batches is continued by another`() async throws {
        try await self.with { ledger in
            try await self.busy(ledger, rounds: 3)
            try await ledger.cost()
            let whole = try await ledger.costHash()
            try await ledger.forgetCosts()
            await #expect(throws: PostgresError.self) {
                try await ledger.database.pool.withDedicatedSession { session in
                    let run = CostRun(session: session, limits: LedgerBench.costLimits(facts: 2))
                    _ = try await run.followNext(run.limits.facts)
                    // Its session is ended by the server in the middle of its work.
                    try await session.withTransaction { transaction in
                        _ = try transaction.execute("SELECT pg_terminate_backend(pg_backend_pid())")
                    }
                    _ = try await run.followNext(run.limits.facts)
                }
            }
            #expect(try await !ledger.rows("SELECT FROM cost_entry").isEmpty)
            #expect(try await ledger.costHash() != whole)
            try await ledger.cost()
            #expect(try await ledger.costHash() == whole)
        }
    }

    @Test func `a late fact and a late cost add lines and change none`() async throws {
        try await self.with { ledger in
            let receipt = try await ledger.buy(10, of: "NUT", for: "1")
            for _ in 0..<20 {
                _ = try await ledger.succeed(
                    "postSale",
                    LedgerBench.sale(Quantity(tenThousandths: 2_500), of: "NUT")
                )
            }
            try await ledger.cost()
            let before = try await ledger.rows(
                "SELECT xmin::text, line::text FROM cost_entry AS line"
            )
            let asked = try await ledger.rows("SELECT clock_timestamp() AS now")[0]
                .decode("now", as: Timestamp.self)
            let lastMonth = Timestamp.now.advanced(by: .seconds(-30 * 86_400))
            try await ledger.buy(5, of: "NUT", for: "3", effectiveAt: lastMonth)
            _ = try await ledger.succeed(
                "postLandedCost",
                Self.landed("10", over: receipt, document: "F1")
            )
            try await ledger.cost()
            let after = try await ledger.rows(
                "SELECT xmin::text, line::text FROM cost_entry AS line ORDER BY number"
            )
            let texts = try after.map { try $0.decode(0, as: String.self) + $0.decode(1) }
            for row in before {
                #expect(texts.contains(try row.decode(0, as: String.self) + row.decode(1)))
            }
            #expect(try await ledger.charges(.landed).count == 2)
            #expect(try await ledger.worth() == ["25", "25"])
            // Both clocks: what was known before, and what is known now of last month.
            let known = try await ledger.succeed("getValuation", query: ["knownAt": "\(asked)"])
            #expect(known.items.map { $0["value"]?.text } == ["5"])
            let past = lastMonth.advanced(by: .seconds(1))
            let then = try await ledger.succeed("getValuation", query: ["asOf": "\(past)"])
            #expect(then.items.map { $0["value"]?.text } == ["15"])
        }
    }

    @Test func `the service's role can change nothing in the book`() async throws {
        try await self.with { ledger in
            try await ledger.buy(10, of: "NUT", for: "1")
            try await ledger.cost()
            for table in [
                "cost_entry", "cost_shift", "cost_order", "cost_beginning", "exchange_rate",
            ] {
                for statement in [
                    "DELETE FROM \(table)", "UPDATE \(table) SET \(Self.column(table))",
                ] {
                    await #expect(throws: PostgresError.self) {
                        _ = try await ledger.rows(SQL(verbatim: statement))
                    }
                }
            }
        }
    }

    private static func column(_ table: String) -> String {
        switch table {
        case "cost_entry": "number = number"
        case "cost_beginning", "cost_shift": "variant = variant"
        default: "id = id"
        }
    }

    @Test func `a book is kept in one currency`() async throws {
        try await self.with { ledger in
            try await ledger.buy(1, of: "NUT", for: "1")
            try await ledger.cost()
            var limits = LedgerBench.costLimits(facts: 10)
            limits.currency = "USD"
            let keeper = CostKeeper(database: ledger.database.pool, limits: limits)
            await #expect(throws: CurrencyChanged.self) {
                try await ledger.database.pool.withDedicatedSession {
                    try await keeper.follow(on: $0)
                }
            }
        }
    }
}
