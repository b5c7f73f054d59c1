import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Lots that wait, pass and fail.
@Suite(.requiresPostgres)
struct InspectionFlowTests {
    @Test func `a lot that is new waits, passes, and can be sold`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("MILK", tracking: .lot)
            let plan = try await ledger.inspect(
                "MILK",
                measuring: #",{"name":"pH","kind":"measured","unit":"pH","maximum":"6.80"}"#
            )
            let lot = try await ledger.quarantined("M1", of: "MILK", 8)
            #expect(try await ledger.status(lot) == "quarantined")
            #expect(try await ledger.available("MILK") == "0")
            #expect(try await ledger.warehousesInDoubt() == 0)
            let changes = try await ledger.succeed("listLotChanges", path: ["lotId": lot])
            #expect(changes.items.map { $0["reason"]?.text } == ["inspection"])
            #expect(changes.items.map { $0["version"] } == [1])
            let sale = #"{"location":"LDN","lines":[{"sku":"MILK","quantity":"1","lot":"M1"}]}"#
            #expect(try await ledger.verdict("postSale", sale) == "409 lot-withheld")

            let recorded = try await ledger.succeed(
                "recordInspection",
                """
                {"lotId":"\(lot)","inspectionPlanId":"\(plan)","location":"LDN-1",
                "sampledQuantity":"2","instrument":"Meter 7","certificate":"https://lab.example/1",
                "note":"Fresh","performedAt":"2026-01-02T03:04:05Z",
                "readings":[{"characteristic":"pH","value":"6.8000"},
                {"characteristic":"Smell","passed":true,"note":"Sweet"}]}
                """
            )
            #expect(recorded["verdict"]?.text == "accepted")
            #expect(recorded["lot"]?["status"]?.text == "released")
            #expect(recorded["readings"]?.elements.map { $0["isWithin"] } == [true, true])
            #expect(recorded["readings"]?.elements.first?["value"]?.text == "6.8")
            let id = try #require(recorded["id"]?.text)
            let read = try await ledger.succeed("getInspection", path: ["inspectionId": id])
            #expect(read == recorded)
            #expect(try await ledger.available("MILK") == "8")
            #expect(try await ledger.warehousesInDoubt() == 0)
            #expect(try await ledger.verdict("postSale", sale) == "201")

            let facts = try await ledger.facts(InspectionRecorded.self)
            #expect(facts.map(\.lotStatus) == [.released])
            #expect(facts.map(\.failed) == [[]])
            let statuses = try await ledger.facts(LotChanged.self).map(\.status)
            #expect(statuses == [.quarantined, .released])
            let levels = try await ledger.facts(AvailabilityChanged.self).map(\.levels)
            #expect(levels.map { $0[0].available } == [.zero, 8, 7])
        }
    }

    @Test func `readings that do not fit are refused by field, and nothing is recorded`()
        async throws
    {
        try await LedgerBench.with { ledger in
            try await ledger.variant("MILK", tracking: .lot)
            try await ledger.inspect(
                "MILK",
                measuring: #",{"name":"pH","kind":"measured","unit":"pH","maximum":"6.8"}"#
            )
            let lot = try await ledger.quarantined("M1", of: "MILK", 8)
            let smell = #"{"characteristic":"Smell","passed":true}"#
            for (readings, pointers) in [
                ("", ["/readings", "/readings"]),
                (smell, ["/readings"]),
                ("\(smell),\(smell)", ["/readings/1/characteristic", "/readings"]),
                (#"\#(smell),{"characteristic":"pH"}"#, ["/readings/1/value"]),
                (
                    #"{"characteristic":"Smell"},{"characteristic":"pH","value":"1"}"#,
                    ["/readings/0/passed"]
                ),
                (
                    #"\#(smell),{"characteristic":"pH","value":"1","passed":true}"#,
                    ["/readings/1/passed"]
                ),
                (
                    #"\#(smell),{"characteristic":"ph","value":"1"}"#,
                    ["/readings/1/characteristic", "/readings"]
                ),
            ] {
                let answer = await ledger.ask(
                    "recordInspection",
                    #"{"lotId":"\#(lot)","readings":[\#(readings)]}"#
                )
                let problem = try MessageCoding.decode(Problem.self, from: answer.body)
                #expect(answer.status == 422)
                #expect(problem.errors.map(\.pointer) == pointers, "\(readings)")
            }
            for (others, verdict) in [
                (#","sampledQuantity":"0""#, "422 validation-failed"),
                (#","certificate":"lab""#, "422 validation-failed"),
                (#","location":"NOWHERE""#, "422 unknown-location"),
                (#","performedAt":"2999-01-01T00:00:00Z""#, "422 validation-failed"),
                (#","supersedes":"\#(ID<Inspection>.make())""#, "422 validation-failed"),
                (#","inspectionPlanId":"\#(ID<InspectionPlan>.make())""#, "409 wrong-state"),
            ] {
                let body =
                    #"{"lotId":"\#(lot)","readings":[\#(smell),{"characteristic":"pH","value":"1"}]\#(others)}"#
                #expect(try await ledger.verdict("recordInspection", body) == verdict)
            }
            #expect(try await ledger.rows("SELECT FROM inspection").isEmpty)
            #expect(try await ledger.status(lot) == "quarantined")
        }
    }

    @Test func `what fails is held, and somebody else may answer for it`() async throws {
        try await LedgerBench.with { ledger in
            let inspector = LedgerBench.person("inspector")
            try await ledger.variant("MILK", tracking: .lot)
            try await ledger.inspect("MILK")
            let lot = try await ledger.quarantined("M1", of: "MILK", 8)
            let path = ["lotId": lot]
            let release = #"{"status":"released","reason":"cleared"}"#
            #expect(
                try await ledger.verdict("changeLotStatus", release, path: path)
                    == "409 inspection-required"
            )
            let failure = try await ledger.smell(false, lot, as: inspector)
            #expect(failure["verdict"]?.text == "rejected")
            #expect(failure["lot"]?["status"]?.text == "held")
            let id = try #require(failure["id"]?.text)
            let inspection = ["inspectionId": id]
            #expect(
                try await ledger.verdict("changeLotStatus", release, path: path)
                    == "409 inspection-required"
            )
            let reason = #"{"reason":"For animals"}"#
            for (principal, code) in [
                (inspector, "own-inspection"), (LedgerBench.person("eve", .viewer), "forbidden"),
                (
                    Principal(
                        id: UUID(),
                        kind: .apiKey,
                        name: "robot",
                        permissions: Role.inventoryManager.permissions
                    ), "forbidden"
                ),
            ] {
                let refusal = try await ledger.refusal(
                    "concedeInspection",
                    reason,
                    path: inspection,
                    as: principal
                )
                #expect(refusal == code)
            }
            let conceded = try await ledger.succeed(
                "concedeInspection",
                reason,
                path: inspection
            )
            #expect(conceded["lot"]?["status"]?.text == "released")
            #expect(try await ledger.available("MILK") == "8")
            let read = try await ledger.succeed("getInspection", path: inspection)
            #expect(read["concession"]?["reason"]?.text == "For animals")
            #expect(read["concession"]?["actor"]?["name"]?.text == "admin")
            #expect(read["actor"]?["name"]?.text == "inspector")
            #expect(
                try await ledger.verdict("concedeInspection", reason, path: inspection)
                    == "409 wrong-state"
            )
            #expect(
                try await ledger.facts(InspectionRecorded.self).map(\.isConceded) == [false, true]
            )
        }
    }

    @Test func `what is told is told once, and a mistake is superseded and never changed`()
        async throws
    {
        try await LedgerBench.with { ledger in
            let (lot, mistake) = try await ledger.rejectedLot()
            let key = ID<Entry>.make().rawValue
            let body = LedgerBench.smelled(true, lot, #","supersedes":"\#(mistake)""#)
            let first = await ledger.ask("recordInspection", body, messageID: key)
            let second = await ledger.ask("recordInspection", body, messageID: key)
            #expect(first.status == 201)
            #expect(second.status == 201)
            #expect(first.body == second.body)
            #expect(second.headers.contains { $0.0 == "Idempotency-Replayed" })
            #expect(try await ledger.rows("SELECT FROM inspection").count == 2)
            #expect(try await ledger.status(lot) == "released")
            #expect(try await ledger.verdict("recordInspection", body) == "409 wrong-state")
            let read = try await ledger.succeed("getInspection", path: ["inspectionId": mistake])
            let answer = try LedgerBench.document(first)
            #expect(read["supersededBy"] == answer["id"])
            #expect(read["verdict"]?.text == "rejected")
            #expect(answer["supersedes"]?.text == mistake)
            for statement in [
                "UPDATE inspection SET verdict = 'accepted'", "DELETE FROM inspection",
                "UPDATE inspection_plan SET reason = 'other'", "DELETE FROM inspection_plan",
                "UPDATE inspection_concession SET reason = 'other'",
                "DELETE FROM inspection_concession",
            ] {
                let error = await #expect(throws: PostgresError.self) {
                    _ = try await ledger.rows(SQL(verbatim: statement))
                }
                #expect(error?.sqlState == "42501", "\(statement)")
            }
        }
    }

    @Test func `inspections are found by lot, variant, verdict and time`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("MILK", tracking: .lot)
            try await ledger.inspect("MILK")
            let (rejected, _) = try await ledger.rejectedLot()
            let lot = try await ledger.quarantined("M1", of: "MILK", 8)
            for hour in 1...5 {
                let time = #","performedAt":"2026-01-01T0\#(hour):00:00Z""#
                let body = LedgerBench.smelled(true, lot, time)
                _ = try await ledger.succeed("recordInspection", body)
            }
            for (filter, count) in [
                ([:], 6), (["lot": lot], 5), (["sku": "FISH"], 1), (["verdict": "rejected"], 1),
                (["verdict": "accepted", "lot": rejected], 0),
                (["from": "2026-01-01T02:00:00Z", "to": "2026-01-01T05:00:00Z"], 3),
            ] {
                let found = try await ledger.items("listInspections", filter, limit: 2)
                #expect(found.count == count, "\(filter)")
                let times = found.compactMap { $0["recordedAt"]?.text }
                #expect(times == times.sorted(by: >))
            }
            #expect(await ledger.ask("listInspections", query: ["verdict": "good"]).status == 422)
            let recall = try await ledger.succeed(
                "recallLot",
                #"{"reason":"quality"}"#,
                path: ["lotId": lot]
            )
            let evidence = try #require(recall["evidence"])
            #expect(evidence["inspections"]?.elements.count == 5)
            #expect(evidence["totals"]?["inspections"] == 5)
            let nobody = ["inspectionId": ID<Inspection>.make().description]
            #expect(await ledger.ask("getInspection", path: nobody).status == 404)
        }
    }
}
