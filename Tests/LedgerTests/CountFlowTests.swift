import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Counts as people make them.
@Suite(.requiresPostgres)
struct CountFlowTests {
    private func line(_ count: JSONValue, _ number: Int = 1) throws -> JSONValue {
        guard case .array(let lines)? = count["lines"], lines.indices.contains(number - 1) else {
            throw LedgerBench.Refused(text: "there is no line \(number)")
        }
        return lines[number - 1]
    }

    private func answer(_ response: OperationResponse) throws -> JSONValue {
        guard response.status < 300 else {
            throw LedgerBench.Refused(text: String(decoding: response.body, as: UTF8.self))
        }
        return try MessageCoding.decode(JSONValue.self, from: response.body)
    }

    @Test func `a blind sheet tells nothing before the line is counted`() async throws {
        try await LedgerBench.with { ledger in
            let (ann, bob) = (LedgerBench.person("ann"), LedgerBench.person("bob"))
            try await ledger.variant("NUT")
            try await ledger.receive(7, of: "NUT")
            let id = try await ledger.sheet(of: "NUT", tolerance: 0)
            let path = ["countId": id]
            let figures = ["expected", "seen", "variance", "observedAt", "residual", "explained"]
            func expectHidden(_ count: JSONValue) throws {
                let line = try self.line(count)
                for figure in figures { #expect(line[figure] == nil, "\(figure)") }
                #expect(line["looks"] == .array([]))
                #expect(count["needsSecondApproval"] == nil)
            }
            try expectHidden(self.answer(await ledger.ask("getCount", path: path, as: ann)))
            let first = try self.answer(
                await ledger.ask("submitCount", LedgerBench.seen(5), path: path, as: ann)
            )
            #expect(first["state"]?.text == "recount")
            try expectHidden(first)
            try expectHidden(self.answer(await ledger.ask("getCount", path: path, as: bob)))
            let second = try self.answer(
                await ledger.ask("submitCount", LedgerBench.seen(6), path: path, as: bob)
            )
            #expect(second["state"]?.text == "counted")
            let line = try self.line(second)
            #expect(line["expected"]?.text == "7")
            #expect(line["variance"]?.text == "-1")
            // Of two looks the last counts, and the first stays.
            guard case .array(let looks)? = line["looks"] else { return }
            #expect(looks.map { $0["seen"]?.text } == ["5", "6"])
            let states = try await ledger.facts(CountChanged.self)
            #expect(states.map(\.state) == [.open, .recount, .counted])
            #expect(states.map(\.shortage) == [nil, nil, 1])
        }
    }

    @Test func `a sheet that is not blind tells what should be there`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            try await ledger.receive(7, of: "NUT")
            let id = try await ledger.sheet(of: "NUT", isBlind: false)
            let count = try await ledger.succeed("getCount", path: ["countId": id])
            #expect(try self.line(count)["expected"]?.text == "7")
        }
    }

    @Test func `what is out of tolerance is counted again by somebody else`() async throws {
        try await LedgerBench.with { ledger in
            let ann = LedgerBench.person("ann")
            try await ledger.variant("NUT")
            try await ledger.receive(7, of: "NUT")
            let path = ["countId": try await ledger.sheet(of: "NUT", tolerance: 1)]
            func submit(_ seen: Quantity, isAlone: Bool = false) async -> OperationResponse {
                await ledger.ask(
                    "submitCount",
                    LedgerBench.seen(seen, isAlone: isAlone),
                    path: path,
                    as: ann
                )
            }
            #expect(await submit(5).status == 200)
            let again = await submit(5)
            #expect(again.status == 422)
            let problem = try MessageCoding.decode(Problem.self, from: again.body)
            #expect(problem.errors.map(\.rule) == ["another-person"])
            #expect(problem.errors.map(\.pointer) == ["/lines/0"])
            #expect(try self.answer(await submit(5, isAlone: true))["state"]?.text == "counted")
            #expect(await submit(5, isAlone: true).status == 422)
        }
    }

    @Test func `the second to approve has not counted`() async throws {
        try await LedgerBench.with { ledger in
            let people = ["ann", "bob", "cid"].map { LedgerBench.person($0) }
            try await ledger.variant("NUT")
            try await ledger.receive(7, of: "NUT")
            let path = ["countId": try await ledger.sheet(of: "NUT", sole: 1)]
            _ = await ledger.ask("submitCount", LedgerBench.seen(5), path: path, as: people[0])
            func approve(_ person: Int) async -> OperationResponse {
                await ledger.ask("approveCount", "{}", path: path, as: people[person])
            }
            let first = try self.answer(await approve(1))
            #expect(first["state"]?.text == "counted")
            #expect(first["needsSecondApproval"] == .bool(true))
            #expect(try await ledger.onHand("NUT") == 7)
            #expect(await approve(1).status == 403)
            #expect(await approve(0).status == 403)
            let last = try self.answer(await approve(2))
            #expect(last["state"]?.text == "approved")
            #expect(try self.line(last)["residual"]?.text == "-2")
            #expect(try await ledger.onHand("NUT") == 5)
            #expect(await approve(2).status == 409)
        }
    }

    @Test func `a late sale explains a variance`() async throws {
        try await LedgerBench.with { ledger in
            let variant = try await ledger.variant("NUT")
            try await ledger.tell(.receive, 100, of: variant, at: 0)
            let count = try await ledger.count(95, of: "NUT", at: 30)
            #expect(try self.line(count)["residual"]?.text == "-5")
            try await ledger.tell(.sale, 3, of: variant, at: 20)
            try await ledger.watch()
            let path = ["countId": try #require(count["id"]?.text)]
            let line = try self.line(try await ledger.succeed("getCount", path: path))
            #expect(line["variance"]?.text == "-5")
            #expect(line["explained"]?.text == "-3")
            #expect(line["residual"]?.text == "-2")
            #expect(try await ledger.onHand("NUT") == 95)
            let accuracy = try await ledger.succeed("getCountAccuracy", query: ["sku": "NUT"])
            guard case .array(let warehouses)? = accuracy["warehouses"] else { return }
            #expect(warehouses.map { $0["shrinkage"]?.text } == ["2"])
            #expect(warehouses.map { $0["explained"]?.text } == ["-3"])
            #expect(warehouses.map { $0["accuracy"]?.text } == ["100"])
        }
    }

    @Test func `units are counted by their numbers`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("DRILL", tracking: .serial)
            _ = try await ledger.succeed(
                "postReceipt",
                """
                {"location":"LDN","lines":[
                {"sku":"DRILL","quantity":"3","serials":["S1","S2","S3"]}]}
                """
            )
            _ = try await ledger.succeed(
                "postReceipt",
                #"{"location":"LDN-1","lines":[{"sku":"DRILL","quantity":"1","serials":["S4"]}]}"#
            )
            let path = ["countId": try await ledger.sheet(of: "DRILL")]
            // S3 is missing, S4 is here and not in its bin, and nobody knew of S5.
            let body = #"{"alone":true,"lines":[{"line":1,"serials":["S1","S2","S4","S5"]}]}"#
            let first = try await ledger.succeed("submitCount", body, path: path)
            #expect(first["state"]?.text == "recount")
            let second = try await ledger.succeed("submitCount", body, path: path)
            #expect(try self.line(second)["expected"]?.text == "3")
            _ = try await ledger.succeed("approveCount", "{}", path: path)
            #expect(try await ledger.onHand("DRILL") == 4)
            let units = try await ledger.items("listSerials", ["sku": "DRILL"], limit: 50)
            #expect(
                units.map { $0["location"]?["code"]?.text }
                    == ["LDN", "LDN", "adjustment", "LDN", "LDN"]
            )
            let left = try await ledger.rows("SELECT FROM count_result WHERE residual IS NULL")
            #expect(left.isEmpty)
        }
    }

    @Test func `goods that the sheet had not asked for are added`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            try await ledger.variant("BOLT")
            try await ledger.receive(7, of: "NUT")
            let path = ["countId": try await ledger.sheet(of: "NUT")]
            let count = try await ledger.succeed(
                "submitCount",
                """
                {"lines":[{"line":1,"quantity":"7"},
                {"sku":"BOLT","location":"LDN-1","quantity":"2"}]}
                """,
                path: path
            )
            #expect(try self.line(count, 2)["added"] == .bool(true))
            _ = try await ledger.succeed("approveCount", "{}", path: path)
            #expect(try await ledger.onHand("BOLT") == 2)
        }
    }

    @Test func `who may count in one warehouse may not in another`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            try await ledger.receive(7, of: "NUT")
            let path = ["countId": try await ledger.sheet(of: "NUT")]
            let leeds = Principal(
                id: .init(),
                kind: .user,
                name: "lee",
                permissions: Role.inventoryManager.permissions,
                warehouses: [.make()]
            )
            func status(_ operation: String, _ body: String) async -> Int {
                await ledger.ask(operation, body, path: path, as: leeds).status
            }
            #expect(await status("getCount", "") == 404)
            #expect(await status("submitCount", LedgerBench.seen(1)) == 404)
            #expect(await status("approveCount", "{}") == 404)
            #expect(
                await ledger.ask(
                    "createCount",
                    #"{"location":"LDN"}"#,
                    as: leeds
                ).status == 403
            )
            // A viewer who may count there, and nothing else.
            let counter = Principal(
                id: .init(),
                kind: .user,
                name: "vic",
                permissions: Role.viewer.permissions,
                grants: [Grant(scope: .count, warehouses: [ledger.warehouse])]
            )
            let seen = await ledger.ask("submitCount", LedgerBench.seen(7), path: path, as: counter)
            #expect(seen.status == 200)
            #expect(await ledger.ask("approveCount", "{}", path: path, as: counter).status == 403)
        }
    }

    @Test func `what is wrong with a submission is named`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            try await ledger.variant("DRILL", tracking: .serial)
            try await ledger.receive(7, of: "NUT")
            let path = ["countId": try await ledger.sheet(of: "NUT")]
            for (line, pointer, rule) in [
                (#"{"line":2,"quantity":"1"}"#, "/lines/0", "exists"),
                (#"{"line":1}"#, "/lines/0/quantity", "required"),
                (#"{"line":1,"quantity":"-1"}"#, "/lines/0/quantity", "range"),
                (#"{"line":1,"quantity":"1","serials":["A"]}"#, "/lines/0/serials", "absent"),
                (#"{"sku":"NUT","quantity":"1"}"#, "/lines/0/location", "required"),
                (#"{"sku":"DRILL","location":"LDN"}"#, "/lines/0/serials", "required"),
                (
                    #"{"sku":"NUT","location":"customer","quantity":"1"}"#,
                    "/lines/0/location", "kind"
                ),
                (
                    #"{"line":1,"quantity":"1","observedAt":"2020-01-01T00:00:00Z"}"#,
                    "/lines/0/observedAt", "past"
                ),
            ] {
                let answer = await ledger.ask("submitCount", #"{"lines":[\#(line)]}"#, path: path)
                #expect(answer.status == 422)
                let problem = try MessageCoding.decode(Problem.self, from: answer.body)
                #expect(problem.errors.map(\.pointer) == [pointer])
                #expect(problem.errors.map(\.rule) == [rule])
            }
            let count = try await ledger.succeed("getCount", path: path)
            #expect(count["version"] == .integer(1))
        }
    }

    @Test func `the documents of counts are nobody else's`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            try await ledger.receive(7, of: "NUT")
            let reference = Reference(source: CountEntry.source, document: "x/1")
            let sale = LedgerBench.sale(1, of: "NUT", reference: reference)
            let answer = await ledger.ask("postSale", sale)
            let problem = try MessageCoding.decode(Problem.self, from: answer.body)
            #expect(problem.errors.map(\.pointer) == ["/reference/source"])
        }
    }
}
