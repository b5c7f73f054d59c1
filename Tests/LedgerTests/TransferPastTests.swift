import Contracts
import Kernel
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// What was on its way to a warehouse, and which lots were released, are told of any two times.
@Suite(.requiresPostgres)
struct TransferPastTests {
    /// Dispatches six, receives two and loses one, each later heard of than it happened; returns the times
    /// after each.
    private static func travel(
        _ order: [String: String],
        on ledger: LedgerBench
    ) async throws -> [Timestamp] {
        var times: [Timestamp] = []
        for (operation, body) in [
            (
                "dispatchTransferOrder",
                """
                {"effectiveAt":"\(LedgerBench.daysAgo(9))","lines":[{"line":1,"quantity":"6"}]}
                """
            ),
            (
                "receiveTransferOrder",
                """
                {"effectiveAt":"\(LedgerBench.daysAgo(6))","lines":[{"line":1,"quantity":"2"}]}
                """
            ),
            (
                "reportTransferLoss",
                #"{"reason":"damaged","lines":[{"line":1,"quantity":"1"}]}"#
            ),
        ] {
            _ = try await ledger.succeed(operation, body, path: order)
            try await ledger.horizonPassed()
            times.append(.now)
        }
        return times
    }

    /// What is told to be on its way to Leeds, in all, in the list, and by terms.
    private static func told(
        _ query: [String: String],
        on ledger: LedgerBench
    ) async throws -> [String?] {
        let stock = try await ledger.succeed("getStock", path: ["sku": "MUG"], query: query)
        let leeds = stock["warehouses"]?.elements.first {
            $0["warehouse"]?["code"]?.text == "LEEDS"
        }
        let listed = try await ledger.succeed(
            "listStock",
            query: query.merging(["sku": "MUG"]) { $1 }
        )
        let row = listed.items.first { $0["location"]?["code"]?.text == "LEEDS" }
        let explained = try await ledger.explain(
            "MUG",
            .inTransit,
            query.merging(["warehouse": "LEEDS"]) { $1 }
        )
        #expect(try ledger.sum(of: explained) == explained["value"]?.text)
        return [
            stock["inTransit"]?.text, leeds?["inTransit"]?.text,
            row?["inTransit"]?.text, explained["value"]?.text,
        ]
    }

    @Test func `what was on its way is told by when it happened and when it was known`()
        async throws
    {
        try await LedgerBench.withOrder { ledger, order, _ in
            let before = LedgerBench.daysAgo(20)
            try await ledger.receive(1, of: "MUG", at: "LEEDS", effectiveAt: before)
            let times = try await Self.travel(order, on: ledger)
            let expected: [([String: String], String)] = [
                ([:], "3"),
                (["knownAt": "\(times[0])"], "6"),
                (["knownAt": "\(times[1])"], "4"),
                (["knownAt": "\(times[2])"], "3"),
                (["asOf": "\(LedgerBench.daysAgo(10))"], "0"),
                (["asOf": "\(LedgerBench.daysAgo(8))"], "6"),
                (["asOf": "\(LedgerBench.daysAgo(5))"], "4"),
                (["asOf": "\(LedgerBench.daysAgo(5))", "knownAt": "\(times[0])"], "6"),
            ]
            for (query, quantity) in expected {
                let told = try await Self.told(query, on: ledger)
                #expect(told == Array(repeating: quantity, count: 4), "\(query)")
            }
        }
    }

    @Test func `what has arrived since is on its way in the past`() async throws {
        try await LedgerBench.withOrder { ledger, order, _ in
            try await ledger.receive(1, of: "MUG", at: "LEEDS")
            let times = try await Self.travel(order, on: ledger)
            let before = try await Self.told(["knownAt": "\(times[1])"], on: ledger)
            _ = try await ledger.succeed("receiveTransferOrder", "{}", path: order)
            _ = try await ledger.succeed("cancelTransferOrder", "{}", path: order)
            #expect(try await Self.told(["knownAt": "\(times[1])"], on: ledger) == before)
            #expect(before == ["4", "4", "4", "4"])
        }
    }

    @Test func `stock of the past says the statuses that its lots had then`() async throws {
        try await LedgerBench.with { ledger in
            let lot = try await ledger.lot("L1", of: "MILK", expires: "2099-01-01")
            try await ledger.receive(5, of: "MILK", lot: "L1")
            var times: [Timestamp] = []
            for status in ["held", "released", "quarantined"] {
                _ = try await ledger.changeLot(lot, status)
                try await ledger.horizonPassed(
                    "SELECT max(recorded_at) AS recorded_at FROM lot_change"
                )
                times.append(.now)
            }
            for (time, status) in zip(times, ["held", "released", "quarantined"]) {
                let query = ["knownAt": "\(time)"]
                let stock = try await ledger.succeed(
                    "getStock",
                    path: ["sku": "MILK"],
                    query: query
                )
                let place = stock["warehouses"]?.elements.first?["locations"]?.elements.first
                #expect(place?["lot"]?["status"]?.text == status)
                let listed = try await ledger.succeed(
                    "listStock",
                    query: query.merging(["by": "lot"]) { $1 }
                )
                #expect(listed.items.first?["lot"]?["status"]?.text == status)
            }
        }
    }
}
