import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// What a figure was made of is told of any two times, and stays as it was told.
@Suite(.requiresPostgres)
struct ExplainPastTests {
    /// What a shop does: it buys, promises, holds, sells and lets go, with the time after each step.
    private func live(on ledger: LedgerBench) async throws -> [Timestamp] {
        var times: [Timestamp] = []
        func pause() async throws {
            try await ledger.cost()
            try await ledger.horizonPassed(Self.lastRecord)
            times.append(.now)
        }
        let lot = try await ledger.lot("L1", of: "MILK", expires: "2099-01-01")
        try await pause()
        for (quantity, price) in [("10", "1.5"), ("4", "2")] {
            _ = try await ledger.succeed(
                "postReceipt",
                """
                {"location":"LDN","lines":[{"sku":"MILK","quantity":"\(quantity)","lot":"L1",
                "unitCost":{"amount":"\(price)","currency":"EUR"}}],
                "effectiveAt":"\(LedgerBench.daysAgo(40))"}
                """
            )
        }
        try await pause()
        let promise = try await ledger.succeed(
            "createReservation",
            """
            {"warehouse":"LDN","reference":{"source":"shop","document":"O-1"},
            "lines":[{"sku":"MILK","quantity":"3"}],"expiresAt":"2099-01-01T00:00:00Z"}
            """
        )
        let path = ["reservationId": try #require(promise["id"]?.text)]
        try await pause()
        _ = try await ledger.succeed(
            "postSale",
            #"{"location":"LDN","lines":[{"sku":"MILK","quantity":"2.5","lot":"L1"}]}"#
        )
        try await pause()
        _ = try await ledger.succeed(
            "extendReservation",
            #"{"expiresAt":"2099-02-01T00:00:00Z"}"#,
            path: path
        )
        _ = try await ledger.succeed(
            "releaseReservation",
            #"{"reason":"Less","lines":[{"line":1,"quantity":"1"}]}"#,
            path: path
        )
        try await pause()
        _ = try await ledger.succeed("releaseReservation", #"{"reason":"Over"}"#, path: path)
        _ = try await ledger.changeLot(lot, "held")
        try await pause()
        _ = try await ledger.changeLot(lot, "released", reason: "cleared")
        try await pause()
        return times
    }

    private static let lastRecord: SQL = """
        SELECT greatest(
            (SELECT max(recorded_at) FROM reservation_change),
            (SELECT max(recorded_at) FROM lot_change), (SELECT max(recorded_at) FROM entry)
        ) AS recorded_at
        """

    @Test func `terms of the past add up to what was known then`() async throws {
        try await LedgerBench.with { ledger in
            let times = try await self.live(on: ledger)
            let expected: [ExplainedField: [String?]] = [
                .onHand: ["0", "14", "14", "11.5", "11.5", "11.5", "11.5"],
                .reserved: ["0", "0", "3", "3", "2", "0", "0"],
                .withheld: ["0", "0", "0", "0", "0", "11.5", "0"],
                .available: ["0", "14", "11", "8.5", "9.5", "0", "11.5"],
                .inTransit: ["0", "0", "0", "0", "0", "0", "0"],
                .value: ["0", "23", "23", "18.892857", "18.892857", "18.892857", "18.892857"],
                .unitCost: [
                    nil, "1.642857", "1.642857", "1.642857", "1.642857", "1.642857", "1.642857",
                ],
            ]
            for field in ExplainedField.allCases {
                for (time, value) in zip(times, try #require(expected[field])) {
                    let then = try await ledger.explain("MILK", field, ["knownAt": "\(time)"])
                    #expect(then["value"]?.text == value, "\(field) \(time)")
                    guard field != .unitCost else { continue }
                    #expect(try ledger.worth(of: then) == value, "\(field) \(time)")
                }
            }
        }
    }

    @Test func `who held what then is named, with the end that it had`() async throws {
        try await LedgerBench.with { ledger in
            let times = try await self.live(on: ledger)
            for clock in ["asOf", "knownAt"] {
                for (time, quantity, end) in [
                    (times[2], "-3", "2099-01-01T00:00:00Z"),
                    (times[4], "-2", "2099-02-01T00:00:00Z"),
                ] {
                    let then = try await ledger.explain("MILK", .available, [clock: "\(time)"])
                    let held = then["terms"]?.elements.first {
                        $0["kind"]?.text == "reservation"
                    }
                    #expect(held?["quantity"]?.text == quantity)
                    #expect(held?["reference"]?["document"]?.text == "O-1")
                    #expect(held?["expiresAt"]?.text == end)
                    // Which rule there was nobody remembers.
                    let kinds = then["policies"]?.elements.map { $0["kind"]?.text }
                    #expect(kinds == ["lot-status"])
                }
                let lots = try await ledger.explain("MILK", .withheld, [clock: "\(times[5])"])
                let lot = lots["terms"]?.elements.first?["lot"]
                #expect(lot?["code"]?.text == "L1")
                #expect(lot?["status"]?.text == "held")
            }
        }
    }

    @Test func `an answer of what was known stays the same to the last byte`() async throws {
        try await LedgerBench.with { ledger in
            let times = try await self.live(on: ledger)
            try await ledger.cost()
            var told: [([String: String], [UInt8])] = []
            for field in ExplainedField.allCases {
                for time in times {
                    for asOf in [nil, times[3], LedgerBench.daysAgo(20)] {
                        var query = ["field": field.rawValue, "knownAt": "\(time)"]
                        query["asOf"] = asOf?.description
                        told.append((query, try await Self.bytes(query, from: ledger)))
                    }
                }
            }
            // Late facts, a sealed period, another rule and another way to cost.
            try await ledger.receive(
                5,
                of: "MILK",
                lot: "L1",
                effectiveAt: LedgerBench.daysAgo(25)
            )
            _ = try await ledger.succeed("setRemovalRule", #"{"strategy":"lifo"}"#)
            _ = try await ledger.succeed("setCostPolicy", #"{"sku":"MILK","method":"fifo"}"#)
            let period = try await ledger.period(
                "P",
                from: LedgerBench.daysAgo(90),
                until: LedgerBench.daysAgo(30)
            )
            try await ledger.closeAndSeal(period)
            try await ledger.live(again: "MILK")
            for (query, body) in told {
                let now = try await Self.bytes(query, from: ledger)
                #expect(
                    String(decoding: now, as: UTF8.self) == String(decoding: body, as: UTF8.self)
                )
            }
        }
    }

    @Test func `an answer of the past says which, and asked again with that it is the same`()
        async throws
    {
        try await LedgerBench.with { ledger in
            let times = try await self.live(on: ledger)
            let asOf = ["asOf": "\(times[3])"]
            let told = try await ledger.explain("MILK", .available, asOf)
            #expect(told["asOf"]?.text == "\(times[3])")
            let knownAt = try #require(told["knownAt"]?.text)
            let again = try await ledger.explain(
                "MILK",
                .available,
                asOf.merging(["knownAt": knownAt]) { $1 }
            )
            #expect(again == told)
            // Nobody knows yet what will be recorded.
            let far = try await ledger.explain(
                "MILK",
                .onHand,
                ["knownAt": "2999-01-01T00:00:00Z"]
            )
            #expect(try #require(far["knownAt"]?.text) < "2999")
            let value = try await ledger.explain("MILK", .value, asOf)
            let costedTo = try #require(value["costedTo"]?.text)
            #expect(value["knownAt"] == nil)
            let same = try await ledger.explain(
                "MILK",
                .value,
                asOf.merging(["knownAt": costedTo]) { $1 }
            )
            #expect(same == value)
        }
    }

    @Test func `of times before promises were remembered only what needs none is explained`()
        async throws
    {
        try await LedgerBench.with { ledger in
            _ = try await self.live(on: ledger)
            // As if the promise had been there when histories began.
            try await ledger.tamper(
                "UPDATE ledger.reservation_change SET step = 'began' WHERE step = 'made'"
            )
            let change = try await ledger.rows(
                "SELECT recorded_at FROM reservation_change WHERE step = 'began'"
            )[0]
            let began: Timestamp = try change.decode("recorded_at")
            for clock in ["asOf", "knownAt"] {
                let before = [clock: "\(began.advanced(by: .microseconds(-1)))"]
                for field in ExplainedField.allCases {
                    let rule = try await ledger.refusedFigure("MILK", field, before)
                    #expect(rule == (field.hasPromises ? "/query/\(clock) range" : nil))
                }
                let first = try await ledger.explain("MILK", .reserved, [clock: "\(began)"])
                #expect(first["value"]?.text == "3")
                #expect(try ledger.sum(of: first) == "3")
            }
        }
    }

    private static func bytes(
        _ query: [String: String],
        from ledger: LedgerBench
    ) async throws -> [UInt8] {
        let answer = await ledger.ask("explainStock", path: ["sku": "MILK"], query: query)
        #expect(answer.status == 200)
        return Array(answer.body)
    }
}

extension LedgerBench {
    /// What the terms come to, values included.
    func worth(of explanation: JSONValue) throws -> String {
        let quantities = try (explanation["terms"]?.elements ?? []).map {
            try #require($0["quantity"]?.text.flatMap { CostValue($0) })
        }
        return quantities.reduce(.zero, +).description
    }

    /// Promises, sells and costs some more.
    fileprivate func live(again sku: String) async throws {
        _ = try await self.succeed(
            "createReservation",
            #"{"warehouse":"LDN","lines":[{"sku":"\#(sku)","quantity":"2"}]}"#
        )
        _ = try await self.succeed("postSale", LedgerBench.sale(1, of: sku))
        try await self.cost()
    }
}
