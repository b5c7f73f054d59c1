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
struct LocationTests {
    @Test func `a location is empty before it is closed, and takes nothing afterwards`()
        async throws
    {
        try await LedgerBench.with { ledger in
            try await ledger.variant("CLOSE")
            try await ledger.receive(1, of: "CLOSE", at: "LDN-1")
            let path = ["locationId": ledger.bin.description]
            let close = #"{"status":"retired"}"#
            let headers = ["if-match": "\"1\""]
            #expect(await ledger.ask("updateLocation", close, path: path).status == 428)
            let full = await ledger.ask("updateLocation", close, path: path, headers: headers)
            #expect(full.status == 409)
            #expect(
                await ledger.ask("postSale", LedgerBench.sale(1, of: "CLOSE", at: "LDN-1")).status
                    == 201
            )
            let closed = await ledger.ask("updateLocation", close, path: path, headers: headers)
            #expect(closed.status == 200)
            let refused = await ledger.ask(
                "postReceipt",
                #"{"location":"LDN-1","lines":[{"sku":"CLOSE","quantity":"1"}]}"#
            )
            let problem = try MessageCoding.decode(Problem.self, from: refused.body)
            #expect(problem.knownCode == .locationClosed)
            #expect(problem.errors.map(\.pointer) == ["/location"])
        }
    }

    @Test func `what moves takes its parts along`() async throws {
        try await LedgerBench.with { ledger in
            for (code, kind, parent) in [
                ("Z1", "zone", "LDN"), ("Z2", "zone", "LDN"), ("R1", "rack", "Z1"),
                ("B1", "bin", "R1"),
            ] {
                _ = try await ledger.succeed(
                    "createLocation",
                    #"{"code":"\#(code)","name":"x","kind":"\#(kind)","parent":"\#(parent)"}"#
                )
            }
            let rack = try await ledger.succeed("listLocations", query: ["q": "R1"]).items[0]
            let answer = await ledger.ask(
                "updateLocation",
                #"{"parent":"Z2"}"#,
                path: ["locationId": try #require(rack["id"]?.text)],
                headers: ["if-match": "\"1\""]
            )
            #expect(answer.status == 200)
            let tree = try await ledger.succeed("listLocations", query: ["locationTree": "Z2"])
            #expect(tree.items.map { $0["code"]?.text } == ["B1", "R1", "Z2"])
            let facts = try await ledger.rows(
                "SELECT FROM outbox WHERE type = \(LocationChanged.type) AND aggregate_version = 2"
            )
            #expect(facts.count == 2)
        }
    }

    @Test func `trees make sense`() async throws {
        try await LedgerBench.with { ledger in
            for body in [
                #"{"code":"X","name":"x","kind":"bin"}"#,
                #"{"code":"X","name":"x","kind":"zone","parent":"LDN-1"}"#,
                #"{"code":"X","name":"x","kind":"customer"}"#,
                #"{"code":"no spaces","name":"x","kind":"warehouse"}"#,
                #"{"code":"X","name":"x","kind":"bin","parent":"NOWHERE"}"#,
            ] {
                #expect(await ledger.ask("createLocation", body).status == 422)
            }
            let taken = await ledger.ask(
                "createLocation",
                #"{"code":"LDN","name":"x","kind":"warehouse"}"#
            )
            #expect(taken.status == 409)
        }
    }
}
