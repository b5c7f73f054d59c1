import Contracts
import Kernel
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// A page of stock is of one moment, whatever else happens.
@Suite(.requiresPostgres)
struct StockWalkTests {
    /// Eight mugs leave for Leeds, where one is; runs `body` with their order and a lot of milk.
    private static func withGoods(
        _ body: (LedgerBench, _ order: [String: String], _ lot: ID<Lot>) async throws -> Void
    ) async throws {
        try await LedgerBench.withOrder { ledger, order, _ in
            try await ledger.variant("APPLE")
            try await ledger.receive(3, of: "APPLE")
            let lot = try await ledger.lot("L1", of: "MILK", expires: "2099-01-01")
            try await ledger.receive(5, of: "MILK", lot: "L1")
            try await ledger.receive(1, of: "MUG", at: "LEEDS")
            _ = try await ledger.succeed("dispatchTransferOrder", "{}", path: order)
            try await body(ledger, order, lot)
        }
    }

    /// What the pages after a first one tell.
    private static func rest(
        after page: JSONValue,
        _ query: [String: String],
        on ledger: LedgerBench
    ) async throws -> [JSONValue] {
        var query = query
        query["cursor"] = try #require(page["next"]?.text)
        return try await ledger.items("listStock", query, limit: 1)
    }

    @Test(arguments: ["warehouse", "lot"])
    func `later pages tell what was known by the first one`(grouping: String) async throws {
        try await Self.withGoods { ledger, order, lot in
            let query = ["by": grouping]
            let first = try await ledger.succeed(
                "listStock",
                query: query.merging(["limit": "1"]) { $1 }
            )
            let before = try await Self.rest(after: first, query, on: ledger)
            #expect(before.map { $0["sku"]?.text } == ["MILK", "MUG", "MUG"])
            _ = try await ledger.succeed(
                "createReservation",
                #"{"warehouse":"LDN","lines":[{"sku":"MUG","quantity":"1"}]}"#
            )
            _ = try await ledger.changeLot(lot, "held")
            // Nothing has moved.
            #expect(try await Self.rest(after: first, query, on: ledger) == before)
            _ = try await ledger.succeed("receiveTransferOrder", "{}", path: order)
            #expect(try await Self.rest(after: first, query, on: ledger) == before)
            let knownAt = try #require(first["knownAt"]?.text)
            let then = try await ledger.items(
                "listStock",
                query.merging(["knownAt": knownAt]) { $1 },
                limit: 1
            )
            #expect(then == first.items + before)
            // What is told of now is something else.
            let now = try await ledger.items("listStock", query, limit: 1)
            #expect(now.map { $0["onHand"]?.text } == ["3", "5", "2", "9"])
            #expect(now[1] != before[0])
        }
    }

    @Test func `a page tells of goods on the road while their receipt is under way`()
        async throws
    {
        try await Self.withGoods { ledger, order, _ in
            let page = try await PostgresSession.with(ledger.database.configuration) { session in
                // A batch that has read its clock, or is about to.
                try await session.execute(script: "begin; \(JournalHorizon.hold.text)")
                _ = try await ledger.succeed("receiveTransferOrder", "{}", path: order)
                let page = try await ledger.succeed("listStock", query: ["sku": "MUG"])
                try await session.execute(script: "commit")
                return page
            }
            #expect(page.items.map { $0["onHand"]?.text } == ["2", "1"])
            #expect(page.items.map { $0["inTransit"]?.text } == ["0", "8"])
        }
    }
}
