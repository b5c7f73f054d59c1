import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Milk travels, is taken apart, is sold and comes back.
@Suite(.requiresPostgres)
struct LotJourneyTests {
    private static let certificate = "https://meadow.example/certificates/M1.pdf"

    /// Twenty of milk from a supplier, of which four became cream and skimmed milk, three are on the
    /// road, one was lost there, and two are with customers.
    private static func travelled(
        _ body: (LedgerBench, _ lots: [String: ID<Lot>], _ order: [String: String]) async throws
            -> Void
    ) async throws {
        try await LedgerBench.with { ledger in
            _ = try await ledger.succeed(
                "createLocation",
                #"{"code":"LEEDS","name":"Leeds","kind":"warehouse"}"#
            )
            try await ledger.variant("MILK", tracking: .lot)
            _ = try await ledger.succeed(
                "createLot",
                """
                {"sku":"MILK","code":"M1","expiresOn":"2030-01-01","supplier":"Meadow",
                "certificate":"\(Self.certificate)"}
                """
            )
            try await ledger.book("postReceipt", "PO-7", 20, of: "MILK", lot: "M1")
            let order = try await ledger.order(6, of: "MILK")
            for (step, reason, quantity) in [
                ("dispatchTransferOrder", "", 6), ("receiveTransferOrder", "", 2),
                ("reportTransferLoss", #""reason":"lost","#, 1),
            ] {
                _ = try await ledger.succeed(
                    step,
                    #"{\#(reason)"lines":[{"line":1,"quantity":"\#(quantity)"}]}"#,
                    path: order
                )
            }
            _ = try await ledger.succeed(
                "postTransfer",
                #"{"from":"LDN","to":"LEEDS","lines":[{"sku":"MILK","quantity":"3","lot":"M1"}]}"#
            )
            try await ledger.book("postSale", "S-1", 2, of: "MILK", at: "LEEDS")
            try await ledger.book("postReturn", "R-1", 1, of: "MILK", lot: "M1", at: "LEEDS")
            try await ledger.book("postSale", "S-2", 1, of: "MILK")
            try await Self.takeApart(in: ledger)
            let lots = try await ledger.rows("SELECT code, id FROM lot").map { row in
                (try row.decode("code", as: String.self), try row.decode("id", as: ID<Lot>.self))
            }
            try await body(ledger, Dictionary(uniqueKeysWithValues: lots), order)
        }
    }

    /// One input and two outputs, of which one is sold.
    private static func takeApart(in ledger: LedgerBench) async throws {
        for sku in ["CREAM", "SKIM"] { try await ledger.variant(sku, tracking: .lot) }
        _ = try await ledger.succeed(
            "postProduction",
            """
            {"location":"LDN","inputs":[{"sku":"MILK","quantity":"4","lot":"M1"}],
            "outputs":[{"sku":"CREAM","quantity":"1","lot":"C1"},
                {"sku":"SKIM","quantity":"3","lot":"K1"}]}
            """
        )
        try await ledger.book("postSale", "S-3", 1, of: "CREAM")
    }

    @Test func `each that received some of a lot is named, whichever way it took`() async throws {
        try await Self.travelled { ledger, lots, _ in
            func recipients(_ code: String) async throws -> [String] {
                let path = ["lotId": try #require(lots[code]).description]
                return try await ledger.succeed("listLotRecipients", path: path)
                    .items.map(Self.line)
            }
            // The latest first; the road and the other warehouse are nobody's hands.
            let (milk, cream, skim) = (
                try await recipients("M1"), try await recipients("C1"), try await recipients("K1")
            )
            #expect(
                milk == [
                    "S-3 sale 1 CREAM C1 LDN > customer", "S-2 sale 1 MILK M1 LDN > customer",
                    "R-1 return 1 MILK M1 customer > LEEDS",
                    "S-1 sale 2 MILK M1 LEEDS > customer",
                ]
            )
            #expect(cream == ["S-3 sale 1 CREAM C1 LDN > customer"])
            #expect(skim == [])
        }
    }

    @Test func `a part leads back to the receipt, the supplier and the certificate`() async throws {
        try await Self.travelled { ledger, lots, _ in
            for code in ["C1", "K1"] {
                let path = ["lotId": try #require(lots[code]).description]
                let origins = try await ledger.succeed("listLotOrigins", path: path).items
                #expect(origins.map(Self.line) == ["PO-7 receive 20 MILK M1 supplier > LDN"])
                let trace = try await ledger.succeed("traceLot", path: path)
                let ancestors = trace["ancestors"]?.elements ?? []
                #expect(ancestors.map { $0["lot"]?["code"]?.text } == ["M1"])
                #expect(ancestors.map { $0["depth"] } == [1])
                #expect(ancestors.map { $0["supplier"]?.text } == ["Meadow"])
                #expect(ancestors.map { $0["certificate"]?.text } == [Self.certificate])
                // What else was made of the milk did not go into this.
                #expect(trace["descendants"] == .array([]))
            }
        }
    }

    @Test func `what became of a lot adds up, on the road and after a return`() async throws {
        try await Self.travelled { ledger, lots, order in
            let path = ["lotId": try #require(lots["M1"]).description]
            func figures() async throws -> [String?] {
                let trace = try await ledger.succeed("traceLot", path: path)
                let made = trace["descendants"]?.elements ?? []
                #expect(Set(made.map { $0["lot"]?["code"]?.text }) == ["C1", "K1"])
                #expect(made.map { $0["depth"] } == [1, 1])
                return ["received", "produced", "sold", "writtenOff", "onHand", "inTransit"]
                    .map { trace["lot"]?[$0]?.text }
            }
            #expect(try await figures() == ["20", "-4", "2", "1", "10", "3"])
            _ = try await ledger.succeed("receiveTransferOrder", "{}", path: order)
            #expect(try await figures() == ["20", "-4", "2", "1", "13", "0"])
        }
    }

    @Test func `a recall names what is there, on the road and gone, and stops the rest`()
        async throws
    {
        try await Self.travelled { ledger, lots, order in
            let reserved = try await ledger.succeed(
                "createReservation",
                #"{"warehouse":"LEEDS","lines":[{"sku":"MILK","quantity":"2"}]}"#
            )
            let recall = try await ledger.succeed(
                "recallLot",
                #"{"reason":"supplier-notice"}"#,
                path: ["lotId": try #require(lots["M1"]).description]
            )
            let evidence = recall["evidence"]
            let places = evidence?["stock"]?.elements ?? []
            #expect(
                places.map { "\($0["warehouse"]?["code"]?.text ?? "") \($0["onHand"]?.text ?? "")" }
                    == ["LDN 6", "LEEDS 4", "transit 3"]
            )
            let shipped = evidence?["recipients"]?.elements ?? []
            #expect(
                shipped.map { $0["reference"]?["document"]?.text } == ["S-3", "S-2", "R-1", "S-1"]
            )
            let bought = evidence?["origins"]?.elements ?? []
            #expect(bought.map { $0["reference"]?["document"]?.text } == ["PO-7"])
            #expect(evidence?["trace"]?["lot"]?["certificate"]?.text == Self.certificate)
            #expect(evidence?["trace"]?["lot"]?["supplier"]?.text == "Meadow")
            let pending = evidence?["reservations"]?.elements ?? []
            #expect(pending.map { $0["id"] } == [reserved["id"]])
            let levels = recall["change"]?["warehouses"]?.elements ?? []
            #expect(Set(levels.map { $0["onHand"]?.text }) == ["6", "4", "3"])
            try await Self.expectStopped(order, in: ledger)
        }
    }

    /// What was recalled can still arrive and come back, and cannot be sold anywhere.
    private static func expectStopped(
        _ order: [String: String],
        in ledger: LedgerBench
    ) async throws {
        _ = try await ledger.succeed("receiveTransferOrder", "{}", path: order)
        try await ledger.book("postReturn", "R-2", 1, of: "MILK", lot: "M1", at: "LEEDS")
        for place in ["LDN", "LEEDS"] {
            let sale = LedgerBench.sale(1, of: "MILK", at: place)
            #expect(try await ledger.verdict("postSale", sale) == "409 insufficient-stock")
        }
        let stock = try await ledger.succeed("getStock", path: ["sku": "MILK"])
        #expect(stock["onHand"]?.text == "14")
        #expect(stock["withheld"]?.text == "14")
        #expect(try await ledger.warehousesInDoubt() == 0)
        #expect(try await ledger.ordersInDoubt() == 0)
        // Nobody called back what was made of it.
        let skim = LedgerBench.sale(1, of: "SKIM")
        #expect(try await ledger.verdict("postSale", skim) == "201")
    }

    /// A movement of a list, as text to compare.
    private static func line(_ movement: JSONValue) -> String {
        [
            movement["reference"]?["document"], movement["kind"], movement["quantity"],
            movement["sku"], movement["lot"]?["code"], movement["from"]?["code"],
            .string(">"), movement["to"]?["code"],
        ].map { $0?.text ?? "-" }.joined(separator: " ")
    }
}

extension LedgerBench {
    /// Enters goods under a document.
    fileprivate func book(
        _ operation: String,
        _ document: String,
        _ quantity: Quantity,
        of sku: String,
        lot: String? = nil,
        at location: String = "LDN"
    ) async throws {
        let lot = lot.map { #","lot":"\#($0)""# } ?? ""
        _ = try await self.succeed(
            operation,
            """
            {"location":"\(location)","reference":{"source":"erp","document":"\(document)"},
            "lines":[{"sku":"\(sku)","quantity":"\(quantity)"\(lot)}]}
            """
        )
    }
}
