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
struct ItemTests {
    @Test func `lots arrive, are listed and follow the goods`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("MILK", tracking: .lot)
            _ = try await ledger.succeed(
                "createLot",
                #"{"sku":"MILK","code":"L1","expiresOn":"2030-01-01"}"#
            )
            _ = try await ledger.succeed(
                "postReceipt",
                """
                {"location":"LDN","lines":[
                {"sku":"MILK","quantity":"3","lot":"L1"},
                {"sku":"MILK","quantity":"4","lot":"L2","expiresOn":"2029-01-01",
                "unitCost":{"amount":"0.55","currency":"GBP"}}]}
                """
            )
            let lots = try await ledger.succeed("listLots", query: ["sku": "MILK"])
            #expect(lots.items.map { $0["code"]?.text } == ["L2", "L1"])
            let missing = await ledger.ask(
                "postReceipt",
                #"{"location":"LDN","lines":[{"sku":"MILK","quantity":"1"}]}"#
            )
            let problem = try MessageCoding.decode(Problem.self, from: missing.body)
            #expect(problem.errors.map(\.pointer) == ["/lines/0/lot"])
            #expect(problem.errors.map(\.rule) == ["required"])
            let stock = try await ledger.succeed("listStock", query: ["by": "lot"])
            #expect(stock.items.map { $0["lot"]?["code"]?.text } == ["L1", "L2"])
            let moves = try await ledger.succeed(
                "listMovements",
                query: ["sku": "MILK", "lot": "L2"]
            )
            #expect(moves.items.map { $0["unitCost"]?["amount"]?.text } == ["0.55"])
            let twice = await ledger.ask("createLot", #"{"sku":"MILK","code":"L1"}"#)
            #expect(twice.status == 409)
        }
    }

    @Test func `lots come by their days, and those that never expire behind all of them`()
        async throws
    {
        try await LedgerBench.with { ledger in
            for sku in ["OAT", "MILK"] { try await ledger.variant(sku, tracking: .lot) }
            for (sku, code, day) in [
                ("OAT", "A", nil), ("MILK", "B", nil), ("MILK", "A", nil),
                ("OAT", "D", "2031-01-01"),
                ("MILK", "E", "2031-01-01"), ("MILK", "F", "2030-01-01"),
                ("OAT", "G", "2032-01-01"),
            ] as [(String, String, String?)] {
                let last = day.map { #","expiresOn":"\#($0)""# } ?? ""
                _ = try await ledger.succeed(
                    "createLot",
                    #"{"sku":"\#(sku)","code":"\#(code)"\#(last)}"#
                )
            }
            let all = ["MILK F", "MILK E", "OAT D", "OAT G", "MILK A", "MILK B", "OAT A"]
            func names(_ filter: [String: String], limit: Int) async throws -> [String] {
                try await ledger.items("listLots", filter, limit: limit)
                    .map { "\($0["sku"]?.text ?? "") \($0["code"]?.text ?? "")" }
            }
            for limit in 1...8 { #expect(try await names([:], limit: limit) == all) }
            let oats = all.filter { $0.hasPrefix("OAT") }
            #expect(try await names(["sku": "OAT"], limit: 2) == oats)
            #expect(try await names(["code": "A"], limit: 1) == ["MILK A", "OAT A"])
            let soon = try await names(["expiresBefore": "2032-01-01"], limit: 2)
            #expect(soon == ["MILK F", "MILK E", "OAT D"])
        }
    }

    @Test(arguments: ["2026-+1-+2", "infinity", "soon"])
    func `a cursor with an unreadable day is refused`(day: String) async throws {
        try await LedgerBench.with { ledger in
            let request = OperationRequest(
                operation: "listLots",
                principal: LedgerBench.admin,
                messageID: UUID()
            )
            let id = ID<Lot>.make().description
            let right = try PageCursor(["", "MILK", "L1", id], of: request).text
            #expect(await ledger.ask("listLots", query: ["cursor": right]).status == 200)
            let wrong = try PageCursor([day, "MILK", "L1", id], of: request).text
            let answer = await ledger.ask("listLots", query: ["cursor": wrong])
            let problem = try MessageCoding.decode(Problem.self, from: answer.body)
            #expect(problem.knownCode == .invalidCursor)
        }
    }

    @Test func `names that Unicode calls equivalent are two names`() async throws {
        let (composed, decomposed) = ("Caf\u{E9}", "Cafe\u{301}")
        try await LedgerBench.with { ledger in
            try await ledger.variant(composed, tracking: .serial)
            try await ledger.variant(decomposed, tracking: .lot)
            let sold = await ledger.ask(
                "postReceipt",
                """
                {"location":"LDN","lines":[
                {"sku":"\(composed)","quantity":"2","serials":["\(composed)","\(decomposed)"]},
                {"sku":"\(decomposed)","quantity":"1","lot":"\(composed)"},
                {"sku":"\(decomposed)","quantity":"1","lot":"\(decomposed)"}]}
                """
            )
            #expect(sold.status == 201)
            #expect(try await ledger.rows("SELECT FROM serial").count == 2)
            #expect(try await ledger.rows("SELECT FROM lot").count == 2)
        }
    }

    @Test func `units are known by their numbers`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("PHONE", tracking: .serial)
            _ = try await ledger.succeed(
                "postReceipt",
                #"{"location":"LDN","lines":[{"sku":"PHONE","quantity":"2","serials":["A","B"]}]}"#
            )
            _ = try await ledger.succeed(
                "postSale",
                #"{"location":"LDN","lines":[{"sku":"PHONE","quantity":"1","serials":["A"]}]}"#
            )
            let again = await ledger.ask(
                "postSale",
                #"{"location":"LDN","lines":[{"sku":"PHONE","quantity":"1","serials":["A"]}]}"#
            )
            #expect(again.status == 409)
            let units = try await ledger.succeed("listSerials", query: ["sku": "PHONE"])
            #expect(
                units.items.map { $0["location"]?["code"]?.text } == ["customer", "LDN"]
            )
            let moves = try await ledger.succeed(
                "listMovements",
                query: ["sku": "PHONE", "serial": "A"]
            )
            #expect(moves.items.count == 2)
        }
    }

    @Test func `a unit that comes back by its number alone comes back to the lot it is of`()
        async throws
    {
        try await LedgerBench.with { ledger in
            try await ledger.variant("CAMERA", tracking: .serial)
            let unit = #"{"sku":"CAMERA","quantity":"1","serials":["A"]"#
            let steps = [("postReceipt", #","lot":"L1"}"#), ("postSale", "}"), ("postReturn", "}")]
            for (operation, rest) in steps {
                _ = try await ledger.succeed(
                    operation,
                    #"{"location":"LDN","lines":[\#(unit)\#(rest)]}"#
                )
            }
            let rows = try await ledger.rows("SELECT on_hand, version FROM balance")
            #expect(rows.count == 1)
            #expect(try rows.first?.decode("on_hand", as: Quantity.self) == 1)
            #expect(try rows.first?.decode("version", as: Int64.self) == 3)
        }
    }

    @Test func `a barcode counts packs`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant(
                "CAN",
                barcodes: [BarcodeValue(code: "5012345678900", packQuantity: 12)]
            )
            _ = try await ledger.succeed(
                "postReceipt",
                #"{"location":"LDN","lines":[{"barcode":"5012345678900","quantity":"2"}]}"#
            )
            #expect(try await ledger.onHand("CAN") == 24)
        }
    }

    @Test func `only news of the catalog counts`() async throws {
        try await LedgerBench.with { ledger in
            let id = try await ledger.variant("OLD")
            let late = VariantDeleted(variantId: id, sku: "OLD", version: 1)
            let isNews = try await ledger.database.pool.withTransaction { transaction in
                try VariantProjection.delete(late, in: transaction)
            }
            #expect(!isNews)
            try await ledger.receive(1, of: "OLD")
            _ = try await ledger.database.pool.withTransaction { transaction in
                try VariantProjection.delete(
                    VariantDeleted(variantId: id, sku: "OLD", version: 2),
                    in: transaction
                )
            }
            // The book names it, so it is retired and can still leave.
            #expect(await ledger.ask("postSale", LedgerBench.sale(1, of: "OLD")).status == 201)
        }
    }

    @Test func `what breaks a rule by itself is told at once, field by field`() async throws {
        try await LedgerBench.with { ledger in
            let answer = await ledger.ask(
                "postSale",
                """
                {"location":"LDN","reference":{"source":"","document":"1"},
                "lines":[{"quantity":"1"},{"sku":"A","barcode":"B","quantity":"1"}]}
                """
            )
            let problem = try MessageCoding.decode(Problem.self, from: answer.body)
            #expect(problem.status == 422)
            #expect(
                Set(problem.errors.map(\.pointer)) == ["/reference/source", "/lines/0", "/lines/1"]
            )
        }
    }
}
