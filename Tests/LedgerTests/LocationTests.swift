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

    @Test func `what is open neither moves into what is closed nor opens there`() async throws {
        try await LedgerBench.with { ledger in
            let closed = try await ledger.part("CLOSED", in: "LDN")
            let inner = try await ledger.part("INNER", in: "CLOSED")
            #expect(await ledger.change(inner, #"{"status":"retired"}"#).status == 200)
            #expect(await ledger.change(closed, #"{"status":"retired"}"#).status == 200)
            let open = try await ledger.part("OPEN", in: "LDN")
            for (location, change, version, pointer) in [
                (open, #"{"parent":"CLOSED"}"#, 1, "/parent"),
                (inner, #"{"status":"active"}"#, 2, "/status"),
            ] {
                let answer = await ledger.change(location, change, version: version)
                let problem = try MessageCoding.decode(Problem.self, from: answer.body)
                #expect(problem.knownCode == .locationClosed)
                #expect(problem.errors.map(\.pointer) == [pointer])
            }
            let both = #"{"parent":"LDN","status":"active"}"#
            #expect(await ledger.change(inner, both, version: 2).status == 200)
        }
    }

    @Test func `a move counts the levels that come along`() async throws {
        try await LedgerBench.with { ledger in
            var parent = "LDN"
            // The warehouse and these are all but two of the levels.
            for level in 2...LocationDraft.maximumDepth - 2 {
                _ = try await ledger.part("D\(level)", in: parent)
                parent = "D\(level)"
            }
            let top = try await ledger.part("TOP", in: "LDN")
            _ = try await ledger.part("MIDDLE", in: "TOP")
            let bottom = try await ledger.part("BOTTOM", in: "MIDDLE")
            let move = #"{"parent":"\#(parent)"}"#
            let refused = await ledger.change(top, move)
            let problem = try MessageCoding.decode(Problem.self, from: refused.body)
            #expect(problem.errors.map(\.rule) == ["depth"])
            #expect(await ledger.change(bottom, #"{"parent":"LDN"}"#).status == 200)
            #expect(await ledger.change(top, move).status == 200)
        }
    }
}

extension LedgerBench {
    /// Adds a zone, which may stand in another, and returns its identifier.
    fileprivate func part(_ code: String, in parent: String) async throws -> String {
        let body = #"{"code":"\#(code)","name":"x","kind":"zone","parent":"\#(parent)"}"#
        return try #require(try await self.succeed("createLocation", body)["id"]?.text)
    }

    /// Changes a location as it was in a version.
    fileprivate func change(
        _ location: String,
        _ body: String,
        version: Int = 1
    ) async -> OperationResponse {
        await self.ask(
            "updateLocation",
            body,
            path: ["locationId": location],
            headers: ["if-match": "\"\(version)\""]
        )
    }
}
