import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// What was below a place stays what it was, wherever it stands now.
@Suite(.requiresPostgres)
struct PlacementTests {
    private static func below(
        _ place: String,
        _ times: [String: String] = [:],
        in ledger: LedgerBench
    ) async throws -> [UInt8] {
        let query = ["locationTree": place, "by": "location"].merging(times) { $1 }
        let answer = await ledger.ask("listStock", query: query)
        #expect(answer.status == 200)
        return answer.body
    }

    private static func codes(_ body: [UInt8]) throws -> [String?] {
        try MessageCoding.decode(JSONValue.self, from: body).items
            .map { $0["location"]?["code"]?.text }
    }

    @Test func `an answer about a tree stays the same bytes when units have moved`() async throws {
        try await LedgerBench.withPallet { ledger, pallet, carton in
            try await ledger.receive(8, of: "MUG", at: "P1")
            try await ledger.receive(5, of: "HAM", lot: "L1", at: "C1")
            try await ledger.horizonPassed()
            let first = try await Self.below("LDN-1", in: ledger)
            let knownAt = try #require(
                try MessageCoding.decode(JSONValue.self, from: first)["knownAt"]?.text
            )
            let known = ["knownAt": knownAt]
            let before = try await Self.below("LDN-1", known, in: ledger)
            #expect(try Self.codes(before) == ["C1", "P1"])
            let asOf = Timestamp.now.description
            _ = try await ledger.succeed("moveHandlingUnit", #"{"to":"LDN"}"#, path: pallet)
            #expect(try await Self.below("LDN-1", known, in: ledger) == before)
            #expect(try Self.codes(try await Self.below("LDN-1", in: ledger)) == [])
            _ = try await ledger.succeed("moveHandlingUnit", #"{"to":"LEEDS"}"#, path: carton)
            _ = try await ledger.succeed("moveHandlingUnit", #"{"to":"LDN-1"}"#, path: carton)
            #expect(try await Self.below("LDN-1", known, in: ledger) == before)
            // What had happened then was in the bin, whatever is known by now.
            try await ledger.horizonPassed()
            let then = try await Self.below("LDN-1", ["asOf": asOf], in: ledger)
            #expect(try Self.codes(then) == ["C1", "P1"])
            #expect(try Self.codes(try await Self.below("LDN-1", in: ledger)) == ["C1"])
        }
    }

    @Test func `parts of a warehouse are where they were, too`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("MUG")
            for zone in ["A", "B"] {
                _ = try await ledger.succeed(
                    "createLocation",
                    #"{"code":"\#(zone)","name":"\#(zone)","kind":"zone","parent":"LDN"}"#
                )
            }
            let bin = try await ledger.succeed(
                "createLocation",
                #"{"code":"A-1","name":"Bin","kind":"bin","parent":"A"}"#
            )
            // Before anybody wrote down that the bin is there.
            let yesterday = Timestamp.now.advanced(by: .seconds(-86_400))
            try await ledger.receive(3, of: "MUG", at: "A-1", effectiveAt: yesterday)
            try await ledger.horizonPassed()
            let asOf = Timestamp.now.description
            let answer = await ledger.ask(
                "updateLocation",
                #"{"parent":"B"}"#,
                path: ["locationId": try #require(bin["id"]?.text)],
                headers: ["if-match": "\"1\""]
            )
            #expect(answer.status == 200)
            for (zone, times, codes) in [
                ("A", ["asOf": asOf], ["A-1"]), ("B", ["asOf": asOf], []), ("A", [:], []),
                ("B", [:], ["A-1"]),
                ("A", ["asOf": yesterday.advanced(by: .seconds(60)).description], ["A-1"]),
            ] as [(String, [String: String], [String])] {
                let found = try Self.codes(try await Self.below(zone, times, in: ledger))
                #expect(found == codes, "\(zone) \(times)")
            }
        }
    }

    @Test func `where something stood is never changed by the service`() async throws {
        try await LedgerBench.with { ledger in
            for statement: SQL in [
                "DELETE FROM location_placement", "UPDATE location_placement SET path = '{}'",
            ] {
                await #expect(throws: PostgresError.self) { try await ledger.rows(statement) }
            }
        }
    }

    @Test func `every location is placed, those from before as well`() async throws {
        try await LedgerBench.with { ledger in
            let lost = try await ledger.rows(
                """
                SELECT
                FROM location
                LEFT JOIN location_placement AS placement
                    ON placement.location = location.id AND placement.path = location.path
                WHERE placement.location IS NULL
                """
            )
            #expect(lost.isEmpty)
        }
    }
}
