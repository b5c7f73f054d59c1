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
struct DependantTests {
    private static func dependants(
        of entry: ID<Entry>,
        limit: Int = 50,
        in ledger: LedgerBench
    ) async throws -> [String] {
        var (found, query): ([String], [String: String]) = ([], ["limit": "\(limit)"])
        while true {
            let page = try await ledger.succeed(
                "listDependants",
                path: ["entryId": entry.description],
                query: query
            )
            found += page.items.compactMap { $0["id"]?.text }
            guard let next = page["next"]?.text else { return found }
            query["cursor"] = next
        }
    }

    private static func post(
        _ operation: String,
        _ body: String,
        in ledger: LedgerBench
    ) async throws -> String {
        try #require(try await ledger.succeed(operation, body)["id"]?.text)
    }

    @Test func `what took goods from where an entry put them rests on it`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("REST")
            try await ledger.variant("ELSE")
            try await ledger.receive(9, of: "REST", at: "LDN-1")
            let entry = try await ledger.receive(9, of: "REST")
            try await ledger.receive(9, of: "ELSE")
            var expected: [String] = []
            for quantity in [1, 2] as [Quantity] {
                expected.append(
                    try await Self.post(
                        "postSale",
                        LedgerBench.sale(quantity, of: "REST"),
                        in: ledger
                    )
                )
            }
            // Neither another variant nor another place, and nothing that came.
            for (sku, place) in [("ELSE", "LDN"), ("REST", "LDN-1")] {
                _ = try await Self.post(
                    "postSale",
                    LedgerBench.sale(1, of: sku, at: place),
                    in: ledger
                )
            }
            let undone = try await ledger.succeed(
                "reverseEntry",
                #"{"reason":"cancelled","lines":[{"line":1,"quantity":"1"}]}"#,
                path: ["entryId": entry.description]
            )
            expected.append(try #require(undone["id"]?.text))
            let latestFirst = Array(expected.reversed())
            #expect(try await Self.dependants(of: entry, in: ledger) == latestFirst)
            #expect(try await Self.dependants(of: entry, limit: 1, in: ledger) == latestFirst)
        }
    }

    @Test func `of lots and units, only those that the entry moved`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("LOT", tracking: .lot)
            try await ledger.variant("UNIT", tracking: .serial)
            func receipt(_ lot: String, _ serial: String) -> String {
                """
                {"location":"LDN","lines":[{"sku":"LOT","quantity":"2","lot":"\(lot)"},
                {"sku":"UNIT","quantity":"1","serials":["\(serial)"]}]}
                """
            }
            func sale(_ line: String) -> String { #"{"location":"LDN","lines":[{\#(line)}]}"# }
            let first = try await Self.post("postReceipt", receipt("L1", "A"), in: ledger)
            _ = try await Self.post("postReceipt", receipt("L2", "B"), in: ledger)
            let entry = try #require(ID<Entry>(first))
            for other in [
                #""sku":"LOT","quantity":"1","lot":"L2""#,
                #""sku":"UNIT","quantity":"1","serials":["B"]"#,
            ] {
                _ = try await Self.post("postSale", sale(other), in: ledger)
            }
            #expect(try await Self.dependants(of: entry, in: ledger).isEmpty)
            var expected: [String] = []
            for own in [
                #""sku":"LOT","quantity":"1","lot":"L1""#,
                #""sku":"UNIT","quantity":"1","serials":["A"]"#,
            ] {
                expected.append(try await Self.post("postSale", sale(own), in: ledger))
            }
            #expect(try await Self.dependants(of: entry, in: ledger) == expected.reversed())
            // A unit that was sold and comes back rests on its sale.
            let back = try await Self.post(
                "postReturn",
                sale(#""sku":"UNIT","quantity":"1","serials":["A"]"#),
                in: ledger
            )
            let sold = try #require(ID<Entry>(expected[1]))
            #expect(try await Self.dependants(of: sold, in: ledger) == [back])
        }
    }

    @Test func `a dry run shows what has to be undone first`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("FIRST")
            let entry = try await ledger.receive(5, of: "FIRST")
            let path = ["entryId": entry.description]
            let body = #"{"reason":"other"}"#
            let free = try await ledger.succeed(
                "reverseEntry",
                body,
                path: path,
                query: ["dryRun": "true"]
            )
            #expect(free["dependants"]?.elements == [])
            #expect(free["reversedEntryId"]?.text == entry.description)
            let sale = try await Self.post("postSale", LedgerBench.sale(2, of: "FIRST"), in: ledger)
            let answer = await ledger.ask(
                "reverseEntry",
                body,
                path: path,
                query: ["dryRun": "true"]
            )
            #expect(answer.status == 409)
            let refusal = try MessageCoding.decode(JSONValue.self, from: answer.body)
            #expect(refusal["code"]?.text == ProblemCode.insufficientStock.rawValue)
            #expect(refusal["dependants"]?.elements.map { $0["id"]?.text } == [sale])
            #expect(try await ledger.onHand("FIRST") == 3)
        }
    }

    @Test func `who may not see an entry is shown nothing of it`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("HIDDEN")
            let entry = try await ledger.receive(5, of: "HIDDEN")
            let stranger = Principal(
                id: UUID(),
                kind: .user,
                name: "stranger",
                permissions: [.stockRead, .stockReverse],
                warehouses: [.make()]
            )
            let path = ["entryId": entry.description]
            let list = await ledger.ask("listDependants", path: path, as: stranger)
            #expect(list.status == 404)
            let preview = await ledger.ask(
                "reverseEntry",
                #"{"reason":"other"}"#,
                path: path,
                query: ["dryRun": "true"],
                as: stranger
            )
            #expect(preview.status == 403)
            let refusal = try MessageCoding.decode(JSONValue.self, from: preview.body)
            #expect(refusal["dependants"] == nil)
        }
    }
}
