import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// What a plan asks for: by part of a warehouse, by category, and as often as the class of goods says.
@Suite(.requiresPostgres)
struct CountDueTests {
    /// What a plan makes a sheet of now, as article and place; the sheet is given up again.
    private static func due(
        by plan: [String: String],
        in ledger: LedgerBench
    ) async throws
        -> [String]
    {
        let made = try await ledger.succeed("generateCount", path: plan)
        guard let id = made["countId"]?.text else { return [] }
        let sheet = try await ledger.succeed("getCount", path: ["countId": id])
        _ = try await ledger.succeed("cancelCount", "{}", path: ["countId": id])
        return (sheet["lines"]?.elements ?? []).map { line in
            "\(line["sku"]?.text ?? "") \(line["location"]?["code"]?.text ?? "")"
        }
    }

    private static func plan(
        _ name: String,
        at location: String,
        _ more: String = "",
        in ledger: LedgerBench
    ) async throws -> [String: String] {
        let plan = try await ledger.succeed(
            "createCountPlan",
            #"{"name":"\#(name)","location":"\#(location)"\#(more)}"#
        )
        return ["countPlanId": try #require(plan["id"]?.text)]
    }

    private static func category(
        below parent: ID<Contracts.Category>? = nil,
        isDeleted: Bool = false,
        in ledger: LedgerBench
    ) async throws -> ID<Contracts.Category> {
        let id = ID<Contracts.Category>.make()
        _ = try await ledger.rows(
            """
            INSERT INTO category (id, name, path, is_deleted, version)
            VALUES (\(id), 'x', \([parent, id].compactMap(\.self)), \(isDeleted), 1)
            """
        )
        return id
    }

    @Test func `a plan of a zone asks for what is in it and below it, and for nothing else`()
        async throws
    {
        try await LedgerBench.with { ledger in
            for (code, kind, parent) in [
                ("COLD", "zone", "LDN"), ("COLD-1", "bin", "COLD"), ("COLD-2", "bin", "COLD"),
                ("DRY", "zone", "LDN"), ("DRY-1", "bin", "DRY"),
            ] {
                _ = try await ledger.succeed(
                    "createLocation",
                    #"{"code":"\#(code)","name":"x","kind":"\#(kind)","parent":"\#(parent)"}"#
                )
            }
            for sku in ["PEAS", "FISH"] { try await ledger.variant(sku) }
            for place in ["LDN", "COLD", "COLD-1", "COLD-2", "DRY", "DRY-1"] {
                try await ledger.receive(2, of: "PEAS", at: place)
            }
            try await ledger.receive(1, of: "FISH", at: "COLD-2")
            let zone = try await Self.plan("Cold", at: "COLD", in: ledger)
            #expect(
                try await Self.due(by: zone, in: ledger)
                    == ["PEAS COLD", "PEAS COLD-1", "FISH COLD-2", "PEAS COLD-2"]
            )
            let bin = try await Self.plan("Dry bin", at: "DRY-1", in: ledger)
            #expect(try await Self.due(by: bin, in: ledger) == ["PEAS DRY-1"])
            // What has left is not looked for.
            let sale = LedgerBench.sale(2, of: "PEAS", at: "COLD-1")
            #expect(try await ledger.verdict("postSale", sale) == "201")
            #expect(
                try await Self.due(by: zone, in: ledger)
                    == ["PEAS COLD", "FISH COLD-2", "PEAS COLD-2"]
            )
        }
    }

    @Test func `a plan of a category asks for what is in it and below it, and for nothing else`()
        async throws
    {
        try await LedgerBench.with { ledger in
            let food = try await Self.category(in: ledger)
            let fruit = try await Self.category(below: food, in: ledger)
            let gone = try await Self.category(below: food, isDeleted: true, in: ledger)
            let tools = try await Self.category(in: ledger)
            for (sku, category) in [
                ("BREAD", food), ("APPLE", fruit), ("FIG", gone), ("SAW", tools), ("THING", nil),
            ] as [(String, ID<Contracts.Category>?)] {
                try await ledger.variant(sku, category: category)
                try await ledger.receive(3, of: sku, at: "LDN-1")
            }
            func due(_ name: String, _ category: ID<Contracts.Category>) async throws -> [String] {
                let more = #","categoryId":"\#(category)""#
                let plan = try await Self.plan(name, at: "LDN", more, in: ledger)
                return try await Self.due(by: plan, in: ledger)
            }
            #expect(try await due("Food", food) == ["APPLE LDN-1", "BREAD LDN-1"])
            #expect(try await due("Fruit", fruit) == ["APPLE LDN-1"])
            #expect(try await due("Tools", tools) == ["SAW LDN-1"])
        }
    }

    @Test func `goods come up again after the days of their class`() async throws {
        try await LedgerBench.with { ledger in
            // Of a hundred that are used 80 are one article, 15 another, and 5 a third.
            for (sku, used) in [("MOST", 80), ("SOME", 15), ("FEW", 5), ("NONE", 0)]
                as [(String, Quantity)]
            {
                try await ledger.variant(sku)
                try await ledger.receive(100, of: sku)
                guard used > .zero else { continue }
                let sale = LedgerBench.sale(used, of: sku)
                #expect(try await ledger.verdict("postSale", sale) == "201")
            }
            while try await CountPlanner(database: ledger.database.pool).classify() {}
            let path = try await Self.plan(
                "Classes",
                at: "LDN",
                #","days":{"a":10,"b":20,"c":30},"tolerance":{"quantity":"1000"}"#,
                in: ledger
            )
            // What was never counted comes first, by class.
            let all = ["MOST LDN", "SOME LDN", "FEW LDN", "NONE LDN"]
            #expect(try await Self.due(by: path, in: ledger) == all)
            for sku in ["MOST", "SOME", "FEW", "NONE"] {
                let count = ["countId": try await ledger.sheet(of: sku)]
                _ = try await ledger.succeed("submitCount", LedgerBench.seen(50), path: count)
                _ = try await ledger.succeed("approveCount", "{}", path: count)
            }
            for (days, names) in [
                (9, []), (11, all.prefix(1)), (19, all.prefix(1)), (21, all.prefix(2)),
                (29, all.prefix(2)), (31, all[...]),
            ] {
                try await ledger.countedEverything(daysAgo: days)
                #expect(try await Self.due(by: path, in: ledger) == Array(names), "\(days) days")
            }
        }
    }
}

extension LedgerBench {
    /// Moves all that was counted to so many days ago, at one time.
    fileprivate func countedEverything(daysAgo days: Int) async throws {
        try await self.tamper(
            "UPDATE ledger.count_result SET observed_at = now() - \(days) * interval '1 day'"
        )
    }
}
