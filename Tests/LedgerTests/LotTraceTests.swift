import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Milk becomes cheese, and cheese becomes pizza, which is sold.
@Suite(.requiresPostgres)
struct LotTraceTests {
    private static func produce(
        _ quantity: Quantity,
        of sku: String,
        lot: String,
        from input: String,
        _ used: Quantity,
        in ledger: LedgerBench
    ) async throws {
        _ = try await ledger.succeed(
            "postProduction",
            """
            {"location":"LDN","inputs":[{"sku":"\(input)","quantity":"\(used)"}],
            "outputs":[{"sku":"\(sku)","quantity":"\(quantity)","lot":"\(lot)"}]}
            """
        )
    }

    /// Ten of milk, of which six are cheese C1 (3), of which two are pizza P1 (4), of which one is sold.
    private static func stocked(
        _ body: (LedgerBench, _ lots: [String: ID<Lot>]) async throws -> Void
    ) async throws {
        try await LedgerBench.with { ledger in
            try await ledger.lot("M1", of: "MILK", expires: "2030-01-01")
            try await ledger.receive(10, of: "MILK", lot: "M1")
            for sku in ["CHEESE", "PIZZA"] { try await ledger.variant(sku, tracking: .lot) }
            try await Self.produce(3, of: "CHEESE", lot: "C1", from: "MILK", 6, in: ledger)
            try await Self.produce(4, of: "PIZZA", lot: "P1", from: "CHEESE", 2, in: ledger)
            _ = try await ledger.succeed(
                "postSale",
                """
                {"location":"LDN","reference":{"source":"shop","document":"S-1"},
                "lines":[{"sku":"PIZZA","quantity":"1"}]}
                """
            )
            let rows = try await ledger.rows("SELECT code, id FROM lot")
            let lots = try rows.map { row in
                (
                    try row.decode("code", as: String.self),
                    try row.decode("id", as: ID<Lot>.self)
                )
            }
            try await body(ledger, Dictionary(uniqueKeysWithValues: lots))
        }
    }

    @Test func `a trace names the supplier that a receipt has named, and no receipt another one`()
        async throws
    {
        try await LedgerBench.with { ledger in
            try await ledger.variant("MILK", tracking: .lot)
            func receive(from supplier: String, by document: String) async -> OperationResponse {
                await ledger.ask(
                    "postReceipt",
                    """
                    {"location":"LDN","reference":{"source":"erp","document":"\(document)"},"lines":[
                    {"sku":"MILK","quantity":"2","lot":"M1","supplier":"\(supplier)"}]}
                    """
                )
            }
            #expect(await receive(from: "Meadow Dairy", by: "PO-1").status == 201)
            let other = await receive(from: "Hill Dairy", by: "PO-2")
            let problem = try MessageCoding.decode(Problem.self, from: other.body)
            #expect(other.status == 422)
            #expect(problem.errors.map(\.pointer) == ["/lines/0/supplier"])
            #expect(problem.errors.first?.message.contains("Meadow Dairy") == true)
            let lots = try await ledger.succeed("listLots", query: ["sku": "MILK"])
            let lot = try #require(lots.items.first?["id"]?.text)
            let trace = try await ledger.succeed("traceLot", path: ["lotId": lot])
            #expect(trace["lot"]?["supplier"] == "Meadow Dairy")
            #expect(trace["lot"]?["received"] == "2")
            let origins = try await ledger.succeed("listLotOrigins", path: ["lotId": lot])
            #expect(origins.items.map { $0["reference"]?["document"]?.text } == ["PO-1"])
        }
    }

    @Test func `a lot is followed to what was made of it, and back`() async throws {
        try await Self.stocked { ledger, lots in
            func trace(_ code: String) async throws -> LotTraceFigures {
                let path = ["lotId": try #require(lots[code]).description]
                return LotTraceFigures(try await ledger.succeed("traceLot", path: path))
            }
            let milk = try await trace("M1")
            #expect(milk.ancestors.isEmpty)
            #expect(milk.descendants == ["1 C1", "2 P1"])
            #expect(milk.own == ["10", "-6", "0", "0", "4", "0"])
            let pizza = try await trace("P1")
            #expect(pizza.ancestors == ["1 C1", "2 M1"])
            #expect(pizza.descendants.isEmpty)
            #expect(pizza.own == ["0", "4", "1", "0", "3", "0"])
            let cheese = try await trace("C1")
            #expect(cheese.ancestors == ["1 M1"])
            #expect(cheese.descendants == ["1 P1"])
            #expect(cheese.own == ["0", "1", "0", "0", "1", "0"])

            let bought = try await ledger.succeed(
                "listLotOrigins",
                path: ["lotId": try #require(lots["P1"]).description]
            )
            #expect(bought.items.map { $0["sku"]?.text } == ["MILK"])
            let sold = try await ledger.succeed(
                "listLotRecipients",
                path: ["lotId": try #require(lots["M1"]).description]
            )
            #expect(sold.items.map { $0["reference"]?["document"]?.text } == ["S-1"])
        }
    }

    @Test func `a recall holds the lot and says where it went`() async throws {
        try await Self.stocked { ledger, lots in
            let path = ["lotId": try #require(lots["M1"]).description]
            _ = try await ledger.succeed(
                "createReservation",
                #"{"warehouse":"LDN","lines":[{"sku":"MILK","quantity":"3"}]}"#
            )
            let key = ID<Entry>.make().rawValue
            let body = #"{"reason":"supplier-notice","note":"glass"}"#
            let trial = await ledger.ask("recallLot", body, path: path, query: ["dryRun": "true"])
            #expect(trial.status == 200)
            #expect(try await ledger.rows("SELECT FROM lot_change").isEmpty)
            for _ in 0..<2 {
                let answer = await ledger.ask("recallLot", body, path: path, messageID: key)
                #expect(answer.status == 200)
                let recall = try MessageCoding.decode(JSONValue.self, from: answer.body)
                #expect(recall["change"]?["lot"]?["status"]?.text == "recalled")
                let evidence = recall["evidence"]
                #expect(evidence?.list("stock").map { $0["onHand"]?.text } == ["4"])
                #expect(evidence?.list("origins").count == 1)
                #expect(evidence?.list("recipients").map { $0["sku"]?.text } == ["PIZZA"])
                #expect(evidence?.list("reservations").count == 1)
                #expect(evidence?["trace"]?["isComplete"] == true)
            }
            #expect(try await ledger.rows("SELECT FROM lot_change").count == 1)
            let again = await ledger.ask("recallLot", body, path: path)
            #expect(again.status == 409)
        }
    }

    @Test func `who reads of one warehouse does not follow goods through all`() async throws {
        try await Self.stocked { ledger, lots in
            let clerk = Principal(
                id: UUID(),
                kind: .user,
                name: "clerk",
                permissions: Role.inventoryManager.permissions,
                warehouses: [ledger.warehouse]
            )
            let path = ["lotId": try #require(lots["M1"]).description]
            for (operation, body) in [
                ("traceLot", ""), ("listLotOrigins", ""), ("listLotRecipients", ""),
                ("recallLot", #"{"reason":"quality"}"#),
                ("changeLotStatus", #"{"status":"held","reason":"quality"}"#),
            ] {
                let answer = await ledger.ask(operation, body, path: path, as: clerk)
                #expect(answer.status == 403)
            }
        }
    }

    @Test func `a production that names its lines wrongly is told which`() async throws {
        try await Self.stocked { ledger, _ in
            for (inputs, outputs, pointer) in [
                (
                    #"{"sku":"NONE","quantity":"1"}"#, #"{"sku":"MILK","quantity":"1"}"#,
                    "/inputs/0/sku"
                ),
                (
                    #"{"sku":"CHEESE","quantity":"1"}"#, #"{"sku":"NONE","quantity":"1"}"#,
                    "/outputs/0/sku"
                ),
                (
                    #"{"sku":"CHEESE","quantity":"1"}"#, #"{"sku":"PIZZA","quantity":"1"}"#,
                    "/outputs/0/lot"
                ),
                ("", #"{"sku":"PIZZA","quantity":"1"}"#, "/inputs"),
                (#"{"sku":"CHEESE","quantity":"1"}"#, "", "/outputs"),
            ] {
                let answer = await ledger.ask(
                    "postProduction",
                    #"{"location":"LDN","inputs":[\#(inputs)],"outputs":[\#(outputs)]}"#,
                    budget: .milliseconds(200)
                )
                #expect(answer.status == 422)
                let problem = try MessageCoding.decode(Problem.self, from: answer.body)
                #expect(problem.errors.map(\.pointer) == [pointer])
            }
        }
    }
}

/// What a trace says, as text to compare.
private struct LotTraceFigures {
    let ancestors: [String]
    let descendants: [String]
    let own: [String?]

    init(_ trace: JSONValue) {
        func lots(_ name: String) -> [String] {
            trace.list(name).map { lot in
                guard case .integer(let depth)? = lot["depth"] else { return "?" }
                return "\(depth) \(lot["lot"]?["code"]?.text ?? "")"
            }
        }
        self.ancestors = lots("ancestors")
        self.descendants = lots("descendants")
        self.own = ["received", "produced", "sold", "writtenOff", "onHand", "inTransit"]
            .map { trace["lot"]?[$0]?.text }
    }
}

extension JSONValue {
    fileprivate func list(_ name: String) -> [JSONValue] {
        guard case .array(let items)? = self[name] else { return [] }
        return items
    }
}
