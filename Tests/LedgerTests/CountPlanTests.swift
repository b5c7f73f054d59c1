import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Plans, and what they find due.
@Suite(.requiresPostgres)
struct CountPlanTests {
    private func plan(_ more: String = "", in ledger: LedgerBench) async throws -> [String: String]
    {
        let plan = try await ledger.succeed(
            "createCountPlan",
            #"{"name":"Plan","location":"LDN","tolerance":{"quantity":"1000"}\#(more)}"#
        )
        return ["countPlanId": try #require(plan["id"]?.text)]
    }

    @Test func `a plan makes a count of what is due, and of nothing twice`() async throws {
        try await LedgerBench.with { ledger in
            for sku in ["NUT", "BOLT", "NAIL"] {
                try await ledger.variant(sku)
                try await ledger.receive(5, of: sku, at: "LDN-1")
            }
            let path = try await self.plan(#","skus":["NUT","BOLT"]"#, in: ledger)
            let made = try await ledger.succeed("generateCount", path: path)
            #expect(made["lines"] == .integer(2))
            let count = ["countId": try #require(made["countId"]?.text)]
            // What is on a sheet is being counted.
            let second = try await ledger.succeed("generateCount", path: path)
            #expect(second["lines"] == .integer(0))
            #expect(second["countId"] == nil)
            _ = try await ledger.succeed(
                "submitCount",
                #"{"lines":[{"line":1,"quantity":"5"},{"line":2,"quantity":"4"}]}"#,
                path: count
            )
            _ = try await ledger.succeed("approveCount", "{}", path: count)
            // It was counted just now.
            let third = try await ledger.succeed("generateCount", path: path)
            #expect(third["lines"] == .integer(0))
            let counts = try await ledger.items(
                "listCounts",
                ["plan": try #require(path["countPlanId"]), "state": "approved"],
                limit: 1
            )
            #expect(counts.map { $0["id"]?.text } == [count["countId"]])
        }
    }

    @Test func `what is used most is counted first, and most often`() async throws {
        try await LedgerBench.with { ledger in
            for (sku, sold) in [("RARE", 1), ("BEST", 90)] as [(String, Quantity)] {
                let variant = try await ledger.variant(sku)
                try await ledger.tell(.receive, 100, of: variant, at: 0)
                try await ledger.tell(.sale, sold, of: variant, at: 1)
            }
            let planner = CountPlanner(database: ledger.database.pool)
            while try await planner.classify() {}
            let rows = try await ledger.rows(
                """
                SELECT variant.sku, class FROM stock_class
                JOIN variant ON variant.id = stock_class.variant
                ORDER BY class
                """
            )
            #expect(try rows.map { try $0.decode("sku", as: String.self) } == ["BEST", "RARE"])
            #expect(try rows.map { try $0.decode("class", as: String.self) } == ["A", "C"])
            let path = try await self.plan(#","maximumLines":1"#, in: ledger)
            // The clock looks at each plan once a day.
            #expect(try await planner.plan())
            #expect(try await !planner.plan())
            let counts = try await ledger.items(
                "listCounts",
                ["plan": try #require(path["countPlanId"])],
                limit: 50
            )
            let id = try #require(counts.first?["id"]?.text)
            let count = try await ledger.succeed("getCount", path: ["countId": id])
            guard case .array(let lines)? = count["lines"] else { return }
            #expect(lines.map { $0["sku"]?.text } == ["BEST"])
        }
    }

    @Test func `a plan changes as the version that was read`() async throws {
        try await LedgerBench.with { ledger in
            let path = try await self.plan(in: ledger)
            func patch(_ body: String, _ version: String?) async -> OperationResponse {
                await ledger.ask(
                    "updateCountPlan",
                    body,
                    path: path,
                    headers: version.map { ["if-match": "\"\($0)\""] } ?? [:]
                )
            }
            #expect(await patch(#"{"maximumLines":9}"#, nil).status == 428)
            #expect(await patch(#"{"maximumLines":9}"#, "2").status == 412)
            #expect(await patch(#"{"maximumLines":501}"#, "1").status == 422)
            #expect(await patch(#"{"status":"retired"}"#, "1").status == 200)
            #expect(await ledger.ask("generateCount", path: path).status == 409)
            let plans = try await ledger.items("listCountPlans", [:], limit: 1)
            #expect(plans.map { $0["status"]?.text } == ["retired"])
            let same = await ledger.ask("createCountPlan", #"{"name":"Plan","location":"LDN"}"#)
            #expect(same.status == 409)
        }
    }

    @Test func `everything at a place is counted without a plan`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.lot("L1", of: "MILK", expires: "2090-01-01")
            try await ledger.receive(3, of: "MILK", lot: "L1", at: "LDN-1")
            try await ledger.variant("NUT")
            try await ledger.receive(2, of: "NUT")
            let count = try await ledger.succeed("createCount", #"{"location":"LDN"}"#)
            guard case .array(let lines)? = count["lines"] else { return }
            #expect(lines.map { $0["sku"]?.text } == ["NUT", "MILK"])
            #expect(lines.map { $0["lot"]?["code"]?.text } == [nil, "L1"])
            let none = await ledger.ask("createCount", #"{"location":"customer"}"#)
            #expect(none.status == 422)
        }
    }
}
