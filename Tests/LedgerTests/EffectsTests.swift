import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// What a trial says that an entry about the past would change there.
@Suite(.requiresPostgres)
struct EffectsTests {
    /// Runs `body` with 10 received 30 days ago, 8 sold 20 days ago, and 10 received 10 days ago.
    private func withHistory(_ body: (LedgerBench) async throws -> Void) async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            try await ledger.receive(10, of: "NUT", effectiveAt: LedgerBench.daysAgo(30))
            _ = try await ledger.succeed("postSale", Self.sale(8, days: 20))
            try await ledger.receive(10, of: "NUT", effectiveAt: LedgerBench.daysAgo(10))
            try await body(ledger)
        }
    }

    private static func sale(_ quantity: Quantity, days: Int64) -> String {
        """
        {"location":"LDN","lines":[{"sku":"NUT","quantity":"\(quantity)"}],
        "effectiveAt":"\(LedgerBench.daysAgo(days))"}
        """
    }

    private func effects(
        _ ledger: LedgerBench,
        _ operation: String,
        _ body: String,
        path: [String: String] = [:]
    ) async throws -> JSONValue? {
        try await ledger.succeed(operation, body, path: path, query: ["dryRun": "true"])["effects"]
    }

    @Test func `a stretch in which there would have been too little is told`() async throws {
        try await self.withHistory { ledger in
            let sale = Self.sale(5, days: 25)
            let effects = try #require(try await self.effects(ledger, "postSale", sale))
            let stretch = try #require(effects["belowZero"]?.elements.first)
            #expect(effects["belowZero"]?.elements.count == 1)
            #expect(effects["hasMoreBelowZero"] == nil)
            #expect(stretch["sku"]?.text == "NUT")
            #expect(stretch["location"]?["code"]?.text == "LDN")
            #expect(stretch["from"]?.text == LedgerBench.daysAgo(20).description)
            #expect(stretch["until"]?.text == LedgerBench.daysAgo(10).description)
            #expect(stretch["lowest"]?.text == "-3")
            #expect(try await ledger.onHand("NUT") == 12)
            let little = Self.sale(2, days: 25)
            let harmless = try await self.effects(ledger, "postSale", little)
            #expect(harmless?["belowZero"]?.elements == [])
        }
    }

    @Test func `what is entered about now says nothing of the past`() async throws {
        try await self.withHistory { ledger in
            let now = #"{"location":"LDN","lines":[{"sku":"NUT","quantity":"5"}]}"#
            let effects = try await self.effects(ledger, "postSale", now)
            #expect(effects == nil)
        }
    }

    @Test func `a transfer is short only where it takes from`() async throws {
        try await self.withHistory { ledger in
            let transfer = """
                {"from":"LDN","to":"LDN-1","lines":[{"sku":"NUT","quantity":"4"}],
                "effectiveAt":"\(LedgerBench.daysAgo(25))"}
                """
            let effects = try await self.effects(ledger, "postTransfer", transfer)
            let places = effects?["belowZero"]?.elements.map { $0["location"]?["code"]?.text }
            #expect(places == ["LDN"])
        }
    }

    @Test func `a reversal tells what it would have taken away`() async throws {
        try await self.withHistory { ledger in
            let late = try await ledger.receive(
                9,
                of: "NUT",
                effectiveAt: LedgerBench.daysAgo(25)
            )
            _ = try await ledger.succeed("postSale", Self.sale(6, days: 15))
            let effects = try await self.effects(
                ledger,
                "reverseEntry",
                #"{"reason":"cancelled","effectiveAt":"\#(LedgerBench.daysAgo(25))"}"#,
                path: ["entryId": late.description]
            )
            let stretches = effects?["belowZero"]?.elements ?? []
            #expect(stretches.map { $0["from"]?.text } == [LedgerBench.daysAgo(15).description])
            #expect(stretches.map { $0["lowest"]?.text } == ["-4"])
        }
    }

    @Test func `lines of counts that would come to something else are told`() async throws {
        try await LedgerBench.with { ledger in
            let variant = try await ledger.variant("NUT")
            try await ledger.tell(.receive, 100, of: variant, at: 0)
            let count = try await ledger.count(95, of: "NUT", at: 60)
            let later = try await ledger.count(95, of: "NUT", at: 70)
            func effects(at minute: Int64) async throws -> [JSONValue] {
                let sale = """
                    {"location":"LDN","lines":[{"sku":"NUT","quantity":"2"}],
                    "effectiveAt":"\(LedgerBench.minute(minute))"}
                    """
                let effects = try await self.effects(ledger, "postSale", sale)
                return effects?["counts"]?.elements ?? []
            }
            let before = try await effects(at: 30)
            // The second count follows from the first, which makes up for it.
            #expect(before.map { $0["countId"]?.text } == [count["id"]?.text])
            #expect(before.first?["line"] == .integer(1))
            #expect(before.first?["before"]?.text == "-5")
            #expect(before.first?["after"]?.text == "-3")
            let between = try await effects(at: 65)
            #expect(between.map { $0["countId"]?.text } == [later["id"]?.text])
            #expect(between.first?["after"]?.text == "2")
            #expect(try await effects(at: 80) == [])
            // It comes to what the trial said.
            try await ledger.tell(.sale, 2, of: variant, at: 30)
            try await ledger.watch()
            #expect(try await ledger.residuals(variant) == [-3, 0])
        }
    }

    @Test func `the periods are told at whose end there would be something else`() async throws {
        try await self.withHistory { ledger in
            let first = try await ledger.period(
                "A",
                from: LedgerBench.daysAgo(60),
                until: LedgerBench.daysAgo(40)
            )
            let second = try await ledger.period("B", until: LedgerBench.daysAgo(22))
            let third = try await ledger.period("C", until: LedgerBench.daysAgo(-8))
            _ = try await ledger.period("D", until: LedgerBench.daysAgo(-20))
            try await ledger.closeAndSeal(first)
            try await ledger.close(second, hard: false)
            let sale = Self.sale(1, days: 25)
            let effects = try await self.effects(ledger, "postSale", sale)
            let periods = effects?["periods"]?.elements ?? []
            #expect(periods.map { $0["id"]?.text } == [second, third])
            #expect(periods.map { $0["state"]?.text } == ["soft-closed", "open"])
            let refused = await ledger.ask(
                "postSale",
                Self.sale(1, days: 45),
                query: ["dryRun": "true"]
            )
            #expect(refused.status == 409)
        }
    }

    /// Tries several commands together.
    private func trial(
        _ ledger: LedgerBench,
        _ mode: String,
        _ items: [String]
    ) async throws -> JSONValue {
        let body = #"{"mode":"\#(mode)","items":[\#(items.joined(separator: ","))]}"#
        return try await ledger.succeed("postBatch", body, query: ["dryRun": "true"])
    }

    private func effects(
        _ ledger: LedgerBench,
        _ mode: String,
        _ items: [String]
    ) async throws -> JSONValue? {
        try await self.trial(ledger, mode, items)["effects"]
    }

    private static func item(_ operation: String, _ body: String) -> String {
        #"{"operation":"\#(operation)","body":\#(body)}"#
    }

    @Test(arguments: ["atomic", "independent"])
    func `the items of a batch are judged together`(mode: String) async throws {
        try await self.withHistory { ledger in
            let sales = [Self.sale(2, days: 25), Self.sale(1, days: 24)]
                .map { Self.item("postSale", $0) }
            let receipt = Self.item(
                "postReceipt",
                """
                {"location":"LDN","lines":[{"sku":"NUT","quantity":"1"}],
                "effectiveAt":"\(LedgerBench.daysAgo(15))"}
                """
            )
            let alone = try #require(try await self.effects(ledger, mode, [sales[0]]))
            #expect(alone["belowZero"]?.elements == [])
            let both = try #require(try await self.effects(ledger, mode, sales + [receipt]))
            let stretches = both["belowZero"]?.elements ?? []
            #expect(stretches.map { $0["from"]?.text } == [LedgerBench.daysAgo(20).description])
            #expect(stretches.map { $0["until"]?.text } == [LedgerBench.daysAgo(15).description])
            #expect(stretches.map { $0["lowest"]?.text } == ["-1"])
            #expect(try await ledger.onHand("NUT") == 12)
        }
    }

    @Test func `what comes in now ends what a late item leaves short`() async throws {
        try await self.withHistory { ledger in
            let receipt = #"{"location":"LDN","lines":[{"sku":"NUT","quantity":"5"}]}"#
            let items = [
                Self.item("postReceipt", receipt), Self.item("postSale", Self.sale(13, days: 25)),
            ]
            let answer = try await self.trial(ledger, "atomic", items)
            let stretches = answer["effects"]?["belowZero"]?.elements ?? []
            #expect(stretches.map { $0["from"]?.text } == [LedgerBench.daysAgo(25).description])
            #expect(stretches.map { $0["lowest"]?.text } == ["-11"])
            let until = try #require(stretches.first?["until"]?.text)
            #expect(answer["results"]?.elements.first?["body"]?["effectiveAt"]?.text == until)
        }
    }

    @Test func `an item that is refused has no part in what a batch would change`() async throws {
        try await self.withHistory { ledger in
            let unknown = #"{"location":"LDN","lines":[{"sku":"NONE","quantity":"1"}]}"#
            let items = [
                Self.item("postSale", unknown), Self.item("postSale", Self.sale(5, days: 25)),
            ]
            let effects = try #require(try await self.effects(ledger, "independent", items))
            #expect(effects["belowZero"]?.elements.count == 1)
            let now = #"{"location":"LDN","lines":[{"sku":"NUT","quantity":"1"}]}"#
            let harmless = [Self.item("postSale", unknown), Self.item("postSale", now)]
            #expect(try await self.effects(ledger, "independent", harmless) == nil)
        }
    }

    @Test func `a batch tells of counts what all of its items come to`() async throws {
        try await LedgerBench.with { ledger in
            let variant = try await ledger.variant("NUT")
            try await ledger.tell(.receive, 100, of: variant, at: 0)
            let count = try await ledger.count(95, of: "NUT", at: 60)
            let sales = ([10, 30, 80] as [Int64]).map { minute in
                Self.item(
                    "postSale",
                    """
                    {"location":"LDN","lines":[{"sku":"NUT","quantity":"2"}],
                    "effectiveAt":"\(LedgerBench.minute(minute))"}
                    """
                )
            }
            let effects = try await self.effects(ledger, "atomic", sales)
            let counts = effects?["counts"]?.elements ?? []
            #expect(counts.map { $0["countId"]?.text } == [count["id"]?.text])
            #expect(counts.first?["before"]?.text == "-5")
            #expect(counts.first?["after"]?.text == "-1")
        }
    }

    @Test func `shipping what was promised tells what it would change`() async throws {
        try await self.withHistory { ledger in
            let promise = #"{"warehouse":"LDN","lines":[{"sku":"NUT","quantity":"5"}]}"#
            let reservation = try await ledger.succeed("createReservation", promise)
            let effects = try await self.effects(
                ledger,
                "consumeReservation",
                #"{"effectiveAt":"\#(LedgerBench.daysAgo(25))"}"#,
                path: ["reservationId": try #require(reservation["id"]?.text)]
            )
            let stretches = effects?["belowZero"]?.elements ?? []
            #expect(stretches.map { $0["lowest"]?.text } == ["-3"])
        }
    }

    @Test func `a transfer order that left earlier tells what it would change`() async throws {
        try await self.withHistory { ledger in
            _ = try await ledger.succeed(
                "createLocation",
                #"{"code":"LEEDS","name":"Leeds","kind":"warehouse"}"#
            )
            let effects = try await self.effects(
                ledger,
                "dispatchTransferOrder",
                #"{"effectiveAt":"\#(LedgerBench.daysAgo(25))"}"#,
                path: try await ledger.order(5, of: "NUT")
            )
            let stretches = effects?["belowZero"]?.elements ?? []
            #expect(stretches.map { $0["location"]?["code"]?.text } == ["LDN"])
            #expect(stretches.map { $0["lowest"]?.text } == ["-3"])
        }
    }
}
