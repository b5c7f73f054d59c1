import Contracts
import Kernel
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Lists of what moved at a place, whichever end of a movement it is.
@Suite(.requiresPostgres)
struct MovementListTests {
    @Test func `the pages of a place hold each movement that touches it once, in order`()
        async throws
    {
        try await LedgerBench.with { ledger in
            try await ledger.variant("MOVED")
            for _ in 1...3 { try await ledger.receive(5, of: "MOVED", at: "LDN-1") }
            for _ in 1...4 {
                _ = try await ledger.succeed(
                    "postTransfer",
                    #"""
                    {"from":"LDN-1","to":"LDN","lines":[{"sku":"MOVED","quantity":"1"}]}
                    """#
                )
                _ = try await ledger.succeed("postSale", LedgerBench.sale(1, of: "MOVED"))
            }
            let all = try await MovementListTests.walk(ledger, [:])
            let here = try await MovementListTests.walk(ledger, ["location": "LDN-1"])
            #expect(all.count == 11)
            #expect(here == all.filter { $0.ends.contains("LDN-1") })
            #expect(
                here.map(\.kind) == Array(repeating: "transfer", count: 4)
                    + Array(repeating: "receive", count: 3)
            )
            let sales = try await MovementListTests.walk(
                ledger,
                ["location": "LDN", "kind": "sale", "sku": "MOVED"]
            )
            #expect(sales == all.filter { $0.kind == "sale" })
        }
    }

    private struct Found: Hashable {
        let id: String
        let kind: String
        let ends: [String]
    }

    /// All pages of a list, two movements each.
    private static func walk(
        _ ledger: LedgerBench,
        _ filter: [String: String]
    ) async throws -> [Found] {
        try await ledger.items("listMovements", filter, limit: 2).map { item in
            Found(
                id: try #require(item["id"]?.text),
                kind: try #require(item["kind"]?.text),
                ends: [item["from"]?["code"]?.text, item["to"]?["code"]?.text].compactMap(\.self)
            )
        }
    }
}
