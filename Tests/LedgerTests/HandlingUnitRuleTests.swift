import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

@Suite(.requiresPostgres)
struct HandlingUnitRuleTests {
    @Test func `an SSCC has the right check digit, and the ledger makes the next one`()
        async throws
    {
        try await LedgerBench.with { ledger in
            func draft(_ code: String) -> String {
                #"{"code":"\#(code)","type":"pallet","location":"LDN"}"#
            }
            for (code, verdict) in [
                ("340123450000000017", "201"), ("340123450000000017", "409 already-exists"),
                ("340123450000000018", "422 validation-failed"), ("LDN-1", "409 already-exists"),
                ("A@B", "422 validation-failed"), ("T-1", "201"),
                (String(repeating: "X", count: 33), "422 validation-failed"),
            ] {
                #expect(try await ledger.verdict("createHandlingUnit", draft(code)) == verdict)
            }
            let nameless = #"{"type":"tote","location":"LDN"}"#
            #expect(
                try await ledger.verdict("createHandlingUnit", nameless) == "422 validation-failed"
            )
            let numbering = LedgerOperations(
                committer: ledger.committer,
                database: ledger.database.pool,
                units: UnitNumbering(prefix: "4012345", extensionDigit: 3)
            )
            var codes: [String?] = []
            for _ in 0..<2 {
                let answer = await numbering.respond(
                    to: LedgerBench.request("createHandlingUnit", nameless)
                )
                let unit = try MessageCoding.decode(JSONValue.self, from: answer.body)
                codes.append(unit["code"]?.text)
            }
            // The first one is taken already.
            #expect(codes == ["340123450000000024", "340123450000000031"])
        }
    }

    @Test func `places of units are changed by nothing else`() async throws {
        try await LedgerBench.withPallet { ledger, pallet, _ in
            let unit = try await ledger.succeed("getHandlingUnit", path: pallet)
            let place = try #require(unit["location"]?["id"]?.text)
            let patched = await ledger.ask(
                "updateLocation",
                #"{"parent":"LDN"}"#,
                path: ["locationId": place],
                headers: ["if-match": "\"1\""]
            )
            #expect(patched.status == 409)
            #expect(
                try await ledger.verdict(
                    "createLocation",
                    #"{"code":"P9","name":"P9","kind":"unit","parent":"LDN"}"#
                ) == "422 validation-failed"
            )
            #expect(
                try await ledger.verdict(
                    "createLocation",
                    #"{"code":"B9","name":"B9","kind":"bin","parent":"P1"}"#
                ) == "422 validation-failed"
            )
            // A bin with an open unit is in use; it moves with all that stands in it.
            let bin = ["locationId": ledger.bin.description]
            let headers = ["if-match": "\"1\""]
            let retired = #"{"status":"retired"}"#
            #expect(
                await ledger.ask("updateLocation", retired, path: bin, headers: headers).status
                    == 409
            )
            _ = try await ledger.succeed(
                "createLocation",
                #"{"code":"LDN-Z","name":"Zone","kind":"zone","parent":"LDN"}"#
            )
            #expect(
                await ledger.ask(
                    "updateLocation",
                    #"{"parent":"LDN-Z"}"#,
                    path: bin,
                    headers: headers
                ).status == 200
            )
            #expect(try await ledger.misplacedUnits() == 0)
        }
    }

    @Test func `units are listed by what is asked for`() async throws {
        try await LedgerBench.withPallet { ledger, pallet, _ in
            _ = try await ledger.unit("P2", in: "LEEDS")
            try await ledger.receive(5, of: "HAM", lot: "L1", at: "C1")
            for (query, codes) in [
                ([:], ["P2", "C1", "P1"]), (["code": "C1"], ["C1"]), (["type": "carton"], ["C1"]),
                (["status": "closed"], []), (["location": "P1"], ["C1"]),
                (["locationTree": "LDN-1"], ["C1", "P1"]), (["sku": "HAM"], ["C1"]),
            ] as [([String: String], [String])] {
                let found = try await ledger.items("listHandlingUnits", query, limit: 1)
                #expect(found.compactMap { $0["code"]?.text } == codes, "\(query)")
            }
            let read = try await ledger.succeed("getHandlingUnit", path: pallet)
            #expect(read["units"]?.elements.map { $0["code"]?.text } == ["C1"])
            #expect(
                read["path"]?.elements.map { $0["code"]?.text } == ["LDN", "LDN-1", "P1"]
            )
        }
    }

    @Test func `who may work in one warehouse sees and moves the units there`() async throws {
        try await LedgerBench.withPallet { ledger, pallet, _ in
            let clerk = Principal(
                id: UUID(),
                kind: .user,
                name: "clerk",
                permissions: [.stockRead, .stockTransfer],
                warehouses: [ledger.warehouse]
            )
            func status(_ operation: String, _ body: String) async -> Int {
                await ledger.ask(operation, body, path: pallet, as: clerk).status
            }
            #expect(await status("moveHandlingUnit", #"{"to":"LEEDS"}"#) == 403)
            #expect(await status("moveHandlingUnit", #"{"to":"LDN"}"#) == 200)
            _ = try await ledger.succeed("moveHandlingUnit", #"{"to":"LEEDS"}"#, path: pallet)
            #expect(await status("moveHandlingUnit", #"{"to":"LDN"}"#) == 403)
            #expect(await status("getHandlingUnit", "") == 404)
            // What it did there is still to be seen.
            #expect(await status("listHandlingUnitChanges", "") == 200)
            let made = await ledger.ask(
                "createHandlingUnit",
                #"{"code":"P3","type":"pallet","location":"LEEDS"}"#,
                as: clerk
            )
            #expect(made.status == 403)
            let listed = await ledger.ask("listHandlingUnits", as: clerk)
            let page = try MessageCoding.decode(JSONValue.self, from: listed.body)
            #expect(page.items.isEmpty)
        }
    }

    @Test func `a step is done once, of the version that is meant`() async throws {
        try await LedgerBench.withPallet { ledger, pallet, _ in
            let key = UUID()
            var answers: [OperationResponse] = []
            for _ in 0..<2 {
                answers.append(
                    await ledger.ask(
                        "moveHandlingUnit",
                        #"{"to":"LDN"}"#,
                        path: pallet,
                        headers: ["if-match": "\"1\""],
                        messageID: key
                    )
                )
            }
            #expect(answers.map(\.status) == [200, 200])
            #expect(answers[0].body == answers[1].body)
            let late = await ledger.ask(
                "moveHandlingUnit",
                #"{"to":"LDN-1"}"#,
                path: pallet,
                headers: ["if-match": "\"1\""]
            )
            #expect(late.status == 412)
        }
    }

    @Test func `the history of a unit cannot be changed by the service`() async throws {
        try await LedgerBench.withPallet { ledger, _, _ in
            for statement: SQL in [
                "DELETE FROM handling_unit_change", "UPDATE handling_unit_change SET note = ''",
                "DELETE FROM handling_unit", "UPDATE handling_unit SET code = ''",
                "DELETE FROM handling_unit_place",
                "UPDATE handling_unit_place SET location = location",
            ] {
                await #expect(throws: PostgresError.self) { try await ledger.rows(statement) }
            }
        }
    }

    @Test func `an entry of more movements than one may have is refused whole`() async throws {
        try await LedgerBench.withPallet { ledger, pallet, _ in
            try await ledger.variant("CHIP", tracking: .serial)
            for part in 0..<4 {
                let numbers = (0..<800).map { #""\#(part)-\#($0)""# }.joined(separator: ",")
                _ = try await ledger.succeed(
                    "postReceipt",
                    """
                    {"location":"P1",
                    "lines":[{"sku":"CHIP","quantity":"800","serials":[\(numbers)]}]}
                    """
                )
            }
            #expect(
                try await ledger.verdict("moveHandlingUnit", #"{"to":"LEEDS"}"#, path: pallet)
                    == "422 validation-failed"
            )
            // Inside the warehouse it does not matter how much there is.
            _ = try await ledger.succeed("moveHandlingUnit", #"{"to":"LDN"}"#, path: pallet)
        }
    }
}
