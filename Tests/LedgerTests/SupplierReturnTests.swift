import Contracts
import Kernel
import Messaging
import TestSupport
import Testing

@testable import Ledger

/// Goods that go back to whoever sold them to us.
@Suite(.requiresPostgres)
struct SupplierReturnTests {
    private static func draft(_ quantity: Quantity, lot: String? = "M1") -> String {
        let name = lot.map { #","lot":"\#($0)""# } ?? ""
        return """
            {"location":"LDN","reason":"recalled",
            "originalReference":{"source":"erp","document":"PO-1"},
            "lines":[{"sku":"MILK","quantity":"\(quantity)"\(name)}]}
            """
    }

    /// Ten of a lot.
    private func withMilk(
        expires day: String = "2030-01-01",
        _ body: (LedgerBench, ID<Lot>) async throws -> Void
    ) async throws {
        try await LedgerBench.with { ledger in
            let lot = try await ledger.lot("M1", of: "MILK", expires: day)
            try await ledger.receive(10, of: "MILK", lot: "M1")
            try await body(ledger, lot)
        }
    }

    @Test(arguments: ["released", "held", "quarantined", "recalled", "expired"])
    func `goods go back to the supplier whatever the state of their lot`(
        status: String
    ) async throws {
        try await self.withMilk(expires: status == "expired" ? "2020-01-01" : "2030-01-01") {
            ledger,
            lot in
            try await self.give(lot, status, in: ledger)
            if status != "released" {
                let sale = await ledger.ask("postSale", LedgerBench.sale(1, of: "MILK"))
                #expect(sale.status == 409)
            }
            let entry = try await ledger.succeed("postSupplierReturn", Self.draft(4))
            #expect(entry["kind"]?.text == "return")
            #expect(entry["reason"]?.text == "recalled")
            let movement = entry["movements"]?.elements.first
            #expect(movement?["from"]?["code"]?.text == "LDN")
            #expect(movement?["to"]?["code"]?.text == "supplier")
            let stock = try await ledger.succeed("getStock", path: ["sku": "MILK"])
            #expect(stock["onHand"]?.text == "6")
            #expect(stock["available"]?.text == (status == "released" ? "6" : "0"))
            let trace = try await ledger.succeed("traceLot", path: ["lotId": lot.description])
            #expect(trace["lot"]?["received"]?.text == "6")
            #expect(trace["lot"]?["sold"]?.text == "0")
            let origins = try await ledger.succeed(
                "listLotOrigins",
                path: ["lotId": lot.description]
            )
            #expect(origins.items.map { $0["to"]?["code"]?.text } == ["supplier", "LDN"])
            let read = try await ledger.succeed("getLot", path: ["lotId": lot.description])
            #expect(read["status"]?.text == status)
            #expect(try await ledger.audit() == [])
        }
    }

    /// Nobody says that a lot has expired: its last day is over.
    private func give(_ lot: ID<Lot>, _ status: String, in ledger: LedgerBench) async throws {
        switch status {
        case "released": break
        case "expired":
            let (committer, pool) = (ledger.committer, ledger.database.pool)
            try await LotExpirer(committer: committer, database: pool).work()
        default:
            _ = try await ledger.succeed(
                "changeLotStatus",
                #"{"status":"\#(status)","reason":"quality"}"#,
                path: ["lotId": lot.description]
            )
        }
    }

    @Test func `no more goes back than is there and not promised to others`() async throws {
        try await self.withMilk { ledger, _ in
            _ = try await ledger.succeed(
                "createReservation",
                #"{"warehouse":"LDN","lines":[{"sku":"MILK","quantity":"7"}]}"#
            )
            for quantity in [4, 11] as [Quantity] {
                let refused = await ledger.ask("postSupplierReturn", Self.draft(quantity))
                #expect(refused.status == 409)
                let problem = try MessageCoding.decode(JSONValue.self, from: refused.body)
                #expect(problem["code"]?.text == "insufficient-stock")
            }
            let nameless = await ledger.ask("postSupplierReturn", Self.draft(1, lot: nil))
            #expect(nameless.status == 422)
            _ = try await ledger.succeed("postSupplierReturn", Self.draft(3))
            let stock = try await ledger.succeed("getStock", path: ["sku": "MILK"])
            #expect(stock["available"]?.text == "0")
        }
    }

    @Test func `what goes back leaves at its cost, and undone it is there again`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            _ = try await ledger.succeed("setCostPolicy", #"{"method":"fifo"}"#)
            try await ledger.buy(2, of: "NUT", for: "3")
            try await ledger.buy(2, of: "NUT", for: "5")
            let entry = try await ledger.succeed(
                "postSupplierReturn",
                #"{"location":"LDN","reason":"faulty","lines":[{"sku":"NUT","quantity":"3"}]}"#
            )
            try await ledger.cost()
            #expect(try await ledger.worth() == ["5", "5"])
            #expect(try await ledger.charges(.supplier).reduce(0) { $0 + (Int($1) ?? 0) } == 5)
            _ = try await ledger.succeed(
                "reverseEntry",
                #"{"reason":"cancelled"}"#,
                path: ["entryId": try #require(entry["id"]?.text)]
            )
            try await ledger.cost()
            #expect(try await ledger.worth() == ["16", "16"])
            #expect(try await ledger.audit() == [])
        }
    }

    @Test func `a customer's reason is none for a supplier`() async throws {
        try await self.withMilk { ledger, _ in
            let draft = Self.draft(1).replacing("recalled", with: "unwanted")
            let refused = await ledger.ask("postSupplierReturn", draft)
            #expect(refused.status == 422)
        }
    }
}
