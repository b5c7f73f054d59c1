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
struct LotStatusFlowTests {
    @Test func `a lot that is held stays on the shelf and in nobody's basket`() async throws {
        try await LedgerBench.with { ledger in
            let lot = try await ledger.lot("L1", of: "MILK", expires: "2030-01-01")
            try await ledger.receive(3, of: "MILK", lot: "L1", at: "LDN-1")
            let held = try await ledger.changeLot(lot, "held")
            #expect(held["formerStatus"]?.text == "released")
            #expect(held["lot"]?["status"]?.text == "held")
            #expect(held["sku"]?.text == "MILK")
            guard case .array(let warehouses)? = held["warehouses"] else {
                Issue.record("no warehouses")
                return
            }
            #expect(warehouses.map { $0["warehouse"]?["code"]?.text } == ["LDN"])
            #expect(warehouses.map { $0["onHand"]?.text } == ["3"])
            #expect(warehouses.map { $0["available"]?.text } == ["0"])

            let sale = await ledger.ask(
                "postSale",
                #"{"location":"LDN-1","lines":[{"sku":"MILK","quantity":"1","lot":"L1"}]}"#
            )
            let problem = try MessageCoding.decode(Problem.self, from: sale.body)
            #expect(problem.knownCode == .lotWithheld)
            #expect(problem.errors.map(\.pointer) == ["/lines/0/lot"])
            let stock = try await ledger.succeed("getStock", path: ["sku": "MILK"])
            #expect(stock["onHand"]?.text == "3")
            #expect(stock["withheld"]?.text == "3")
            #expect(stock["available"]?.text == "0")
            let list = try await ledger.succeed("listStock", query: ["by": "warehouse"])
            #expect(list.items.map { $0["available"]?.text } == ["0"])
            #expect(list.items.map { $0["withheld"]?.text } == ["3"])
            let lots = try await ledger.succeed("listStock", query: ["by": "lot"])
            #expect(lots.items.map { $0["lot"]?["status"]?.text } == ["held"])

            let off = try await ledger.succeed(
                "postAdjustment",
                """
                {"location":"LDN-1","reason":"damaged",
                "lines":[{"sku":"MILK","quantity":"-1","lot":"L1"}]}
                """
            )
            #expect(off["kind"]?.text == "adjust")
            #expect(try await ledger.warehousesInDoubt() == 0)
            #expect(try await ledger.facts(AvailabilityChanged.self).last?.levels[0].withheld == 2)
            #expect(try await ledger.facts(LotChanged.self).map(\.version) == [1, 2])
        }
    }

    @Test func `what a lot has been is told with who and why`() async throws {
        try await LedgerBench.with { ledger in
            let lot = try await ledger.lot("L1", of: "MILK", expires: "2030-01-01")
            for status in ["quarantined", "recalled", "released"] {
                _ = try await ledger.changeLot(lot, status, reason: "complaint")
            }
            let path = ["lotId": lot.description]
            var seen: [String?] = []
            var query = ["limit": "2"]
            while true {
                let page = try await ledger.succeed("listLotChanges", path: path, query: query)
                seen += page.items.map { $0["status"]?.text }
                #expect(page.items.allSatisfy { $0["reason"]?.text == "complaint" })
                #expect(page.items.allSatisfy { $0["actor"]?["name"]?.text == "admin" })
                guard let next = page["next"]?.text else { break }
                query["cursor"] = next
            }
            #expect(seen == ["released", "recalled", "quarantined"])
            let unknown = ["lotId": ID<Lot>.make().description]
            #expect(await ledger.ask("listLotChanges", path: unknown).status == 404)
        }
    }

    @Test func `a status that makes no sense is refused and changes nothing`() async throws {
        try await LedgerBench.with { ledger in
            let lot = try await ledger.lot("L1", of: "MILK", expires: "2030-01-01")
            let path = ["lotId": lot.description]
            for (body, status, pointer) in [
                (#"{"status":"expired","reason":"other"}"#, 422, "/status"),
                (#"{"status":"held","reason":"expiry"}"#, 422, "/reason"),
                (#"{"status":"released","reason":"cleared"}"#, 409, nil),
            ] {
                let answer = await ledger.ask("changeLotStatus", body, path: path)
                #expect(answer.status == status)
                let problem = try MessageCoding.decode(Problem.self, from: answer.body)
                #expect(problem.errors.first?.pointer == pointer)
            }
            let nobody = ["lotId": ID<Lot>.make().description]
            let missing = await ledger.ask(
                "changeLotStatus",
                #"{"status":"held","reason":"other"}"#,
                path: nobody
            )
            #expect(missing.status == 404)
            let trial = try await ledger.succeed(
                "changeLotStatus",
                #"{"status":"held","reason":"other"}"#,
                path: path,
                query: ["dryRun": "true"]
            )
            #expect(trial["version"] == 2)
            #expect(try await ledger.rows("SELECT FROM lot_change").isEmpty)
            let kept = try await ledger.succeed("getLot", path: path)
            #expect(kept["status"]?.text == "released")
        }
    }

    @Test func `a lot expires once, by the clock of the database`() async throws {
        try await LedgerBench.with { ledger in
            let lot = try await ledger.lot("OLD", of: "MILK", expires: "2020-01-01")
            try await ledger.lot("NEW", of: "MILK", expires: "9999-12-31")
            try await ledger.receive(4, of: "MILK", lot: "OLD")
            let expirer = LotExpirer(
                committer: ledger.committer,
                database: ledger.database.pool
            )
            #expect(try await expirer.expire() == 1)
            #expect(try await expirer.expire() == 0)
            let facts = try await ledger.facts(LotExpired.self)
            #expect(facts.map(\.lotId) == [lot])
            #expect(facts.map { $0.levels.map(\.onHand) } == [[4]])
            let stock = try await ledger.succeed("getStock", path: ["sku": "MILK"])
            #expect(stock["available"]?.text == "0")

            let path = ["lotId": lot.description]
            let release = #"{"status":"released","reason":"cleared"}"#
            #expect(await ledger.ask("changeLotStatus", release, path: path).status == 409)
            let longer = await ledger.ask(
                "updateLot",
                #"{"expiresOn":"2035-01-01"}"#,
                path: path,
                headers: ["if-match": "\"2\""]
            )
            #expect(longer.status == 200)
            _ = try await ledger.succeed("changeLotStatus", release, path: path)
            let again = try await ledger.succeed("getStock", path: ["sku": "MILK"])
            #expect(again["available"]?.text == "4")
        }
    }

    @Test func `a lot is edited by who has read it`() async throws {
        try await LedgerBench.with { ledger in
            let lot = try await ledger.lot("L1", of: "MILK", expires: "2030-01-01")
            let path = ["lotId": lot.description]
            let body = #"{"supplier":"Meadow","certificate":"https://meadow.example/1"}"#
            #expect(await ledger.ask("updateLot", body, path: path).status == 428)
            let stale = await ledger.ask(
                "updateLot",
                body,
                path: path,
                headers: ["if-match": "\"7\""]
            )
            #expect(stale.status == 412)
            let answer = await ledger.ask(
                "updateLot",
                body,
                path: path,
                headers: ["if-match": "\"1\""]
            )
            let saved = try MessageCoding.decode(JSONValue.self, from: answer.body)
            #expect(saved["supplier"]?.text == "Meadow")
            #expect(saved["expiresOn"]?.text == "2030-01-01")
            #expect(saved["version"] == 2)
            let early = await ledger.ask(
                "updateLot",
                #"{"manufacturedOn":"2031-01-01"}"#,
                path: path,
                headers: ["if-match": "\"2\""]
            )
            let problem = try MessageCoding.decode(Problem.self, from: early.body)
            #expect(problem.errors.map(\.pointer) == ["/manufacturedOn"])
        }
    }
}
