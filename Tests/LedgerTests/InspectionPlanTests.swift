import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Which plan holds, and what it does to lots that are new.
@Suite(.requiresPostgres)
struct InspectionPlanTests {
    private static func plan(_ members: String) -> String {
        """
        {\(members),"onReceipt":true,"reason":"Food",
        "characteristics":[{"name":"Smell","kind":"attribute"}]}
        """
    }

    @Test func `the nearest plan holds, in its last version`() async throws {
        try await LedgerBench.with { ledger in
            let (food, dairy) = (ID<Contracts.Category>.make(), ID<Contracts.Category>.make())
            try await ledger.category(food, path: [food])
            try await ledger.category(dairy, path: [food, dairy])
            try await ledger.variant("MILK", tracking: .lot, category: dairy)
            func holding() async throws -> [String?] {
                let page = try await ledger.succeed("listInspectionPlans", query: ["sku": "MILK"])
                return page.items.map { $0["id"]?.text }
            }
            #expect(try await holding() == [])
            var plans: [String] = []
            for members in [
                #""categoryId":"\#(food)""#, #""categoryId":"\#(dairy)""#, #""sku":"MILK""#,
                #""sku":"MILK""#,
            ] {
                let plan = try await ledger.succeed("createInspectionPlan", Self.plan(members))
                let id = try #require(plan["id"]?.text)
                plans.append(id)
                #expect(try await holding() == [id])
            }
            for (members, holder) in [
                (#""sku":"MILK""#, plans[1]), (#""categoryId":"\#(dairy)""#, plans[0]),
                (#""categoryId":"\#(food)""#, nil),
            ] {
                let withdrawal = #"{\#(members),"isWithdrawn":true,"reason":"Over"}"#
                _ = try await ledger.succeed("createInspectionPlan", withdrawal)
                #expect(try await holding() == [holder].compactMap(\.self))
            }
            let versions = try await ledger.items("listInspectionPlans", [:], limit: 3)
            #expect(versions.map { $0["version"] } == [2, 2, 3, 2, 1, 1, 1])
            let first = try await ledger.succeed(
                "getInspectionPlan",
                path: ["inspectionPlanId": plans[2]]
            )
            #expect(first["version"] == 1)
            #expect(try await ledger.facts(InspectionPlanChanged.self).map(\.version).count == 7)
        }
    }

    @Test func `an inspection names the version that it was made by`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("MILK", tracking: .lot)
            let first = try await ledger.inspect("MILK")
            let lot = try await ledger.quarantined("M1", of: "MILK", 1)
            let one = try await ledger.smell(true, lot)
            let second = try await ledger.inspect("MILK", onReceipt: false)
            let other = try await ledger.smell(true, lot)
            #expect(one["inspectionPlanId"]?.text == first)
            #expect(other["inspectionPlanId"]?.text == second)
            let stale = LedgerBench.smelled(true, lot, #","inspectionPlanId":"\#(first)""#)
            let answer = await ledger.ask("recordInspection", stale)
            let problem = try MessageCoding.decode(JSONValue.self, from: answer.body)
            #expect(answer.status == 409)
            #expect(problem["inspectionPlanId"]?.text == second)
        }
    }

    @Test func `a plan that makes no sense is refused`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("MILK", tracking: .lot)
            try await ledger.variant("NUT")
            let smell = #""characteristics":[{"name":"Smell","kind":"attribute"}]"#
            for (members, pointer) in [
                (smell, ""), (#""sku":"NUT",\#(smell)"#, "/sku"),
                (#""sku":"MILK""#, "/characteristics"),
                (#""sku":"MILK","isWithdrawn":true,\#(smell)"#, "/characteristics"),
                (
                    #""sku":"MILK","characteristics":[{"name":"A","kind":"measured","minimum":"1"}]"#,
                    "/characteristics/0/unit"
                ),
                (
                    #""sku":"MILK","characteristics":[{"name":"A","kind":"measured","unit":"g"}]"#,
                    "/characteristics/0/minimum"
                ),
                (
                    """
                    "sku":"MILK","characteristics":[
                    {"name":"A","kind":"measured","unit":"g","minimum":"1.1","maximum":"1.09"}]
                    """, "/characteristics/0/maximum"
                ),
                (
                    #""sku":"MILK","characteristics":[{"name":"A","kind":"attribute","unit":"g"}]"#,
                    "/characteristics/0"
                ),
                (
                    """
                    "sku":"MILK","characteristics":[
                    {"name":"A","kind":"attribute"},{"name":"A","kind":"attribute"}]
                    """, "/characteristics/1/name"
                ),
                (#""categoryId":"\#(ID<Contracts.Category>.make())",\#(smell)"#, "/categoryId"),
            ] {
                let answer = await ledger.ask(
                    "createInspectionPlan",
                    #"{\#(members),"reason":"Food"}"#
                )
                let problem = try MessageCoding.decode(Problem.self, from: answer.body)
                #expect(answer.status == 422, "\(members)")
                #expect(problem.errors.map(\.pointer) == [pointer], "\(members)")
            }
            #expect(try await ledger.rows("SELECT FROM inspection_plan").isEmpty)
        }
    }

    @Test func `whatever brings in a lot that is new, it waits; one that is known stays as it is`()
        async throws
    {
        try await LedgerBench.with { ledger in
            let known = try await ledger.lot("OLD", of: "MILK", expires: "2031-01-01")
            try await ledger.inspect("MILK")
            try await ledger.receive(1, of: "MILK", lot: "OLD")
            #expect(try await ledger.status(known.description) == "released")
            for (code, operation, body) in [
                (
                    "LATE", "postReceipt",
                    #""effectiveAt":"2026-01-01T00:00:00Z","lines":[\#(Self.line("LATE"))]"#
                ),
                ("BACK", "postReturn", #""lines":[\#(Self.line("BACK"))]"#),
                ("FOUND", "postAdjustment", #""reason":"found","lines":[\#(Self.line("FOUND"))]"#),
                (
                    "MADE", "postProduction",
                    #""inputs":[\#(Self.line("OLD"))],"outputs":[\#(Self.line("MADE"))]"#
                ),
            ] {
                _ = try await ledger.succeed(operation, #"{"location":"LDN",\#(body)}"#)
                let lot = try await ledger.find(code, of: "MILK")
                #expect(lot["status"]?.text == "quarantined", "\(code)")
                let id = try #require(lot["id"]?.text)
                try await ledger.smell(true, id)
                #expect(try await ledger.status(id) == "released", "\(code)")
                _ = try await ledger.succeed(
                    "postReturn",
                    #"{"location":"LDN","lines":[\#(Self.line(code))]}"#
                )
                #expect(try await ledger.status(id) == "released", "\(code)")
            }
            #expect(try await ledger.warehousesInDoubt() == 0)
        }
    }

    @Test func `the lots of a batch wait, and registering one does not get around it`()
        async throws
    {
        try await LedgerBench.with { ledger in
            try await ledger.variant("MILK", tracking: .lot)
            try await ledger.inspect("MILK")
            let items = ["B1", "B2", "B1"].map { code in
                #"{"operation":"postReceipt","body":{"location":"LDN","lines":[\#(Self.line(code))]}}"#
            }
            _ = try await ledger.succeed(
                "postBatch",
                #"{"mode":"atomic","items":[\#(items.joined(separator: ","))]}"#
            )
            for code in ["B1", "B2"] {
                #expect(try await ledger.find(code, of: "MILK")["status"]?.text == "quarantined")
            }
            #expect(try await ledger.warehousesInDoubt() == 0)
            let first = try await ledger.succeed("createLot", #"{"sku":"MILK","code":"C1"}"#)
            #expect(first["status"]?.text == "quarantined")
            let bold = #"{"sku":"MILK","code":"C2","status":"released"}"#
            #expect(try await ledger.verdict("createLot", bold) == "409 inspection-required")
            let id = try #require(first["id"]?.text)
            try await ledger.receive(2, of: "MILK", lot: "C1")
            try await ledger.smell(true, id)
            #expect(try await ledger.available("MILK") == "2")
        }
    }

    private static func line(_ code: String) -> String {
        #"{"sku":"MILK","quantity":"1","lot":"\#(code)"}"#
    }
}
