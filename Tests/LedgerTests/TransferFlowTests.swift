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
struct TransferFlowTests {
    @Test func `goods leave, are seen on the road, arrive in parts and are lost`() async throws {
        try await LedgerBench.withOrder { ledger, order, _ in
            let left = try await ledger.succeed(
                "dispatchTransferOrder",
                #"{"lines":[{"line":1,"quantity":"6"}]}"#,
                path: order
            )
            #expect(left["entry"]?["kind"]?.text == "transfer")
            #expect(left["entry"]?["transferOrderId"]?.text == order["transferOrderId"])
            #expect(left["transferOrder"]?["state"]?.text == "in-transit")
            let stock = try await ledger.succeed("getStock", path: ["sku": "MUG"])
            #expect(stock["onHand"]?.text == "4")
            #expect(stock["inTransit"]?.text == "6")
            let warehouses = stock["warehouses"]?.elements ?? []
            #expect(warehouses.map { $0["warehouse"]?["code"]?.text } == ["LDN", "LEEDS"])
            #expect(warehouses.map { $0["inTransit"]?.text } == ["0", "6"])

            for body in [
                #"{"lines":[{"line":1,"quantity":"2"}]}"#,
                #"{"lines":[{"line":1,"quantity":"3"}]}"#,
            ] {
                _ = try await ledger.succeed("receiveTransferOrder", body, path: order)
            }
            let lost = try await ledger.succeed(
                "reportTransferLoss",
                #"{"reason":"damaged"}"#,
                path: order
            )
            #expect(lost["entry"]?["kind"]?.text == "adjust")
            #expect(lost["entry"]?["reason"]?.text == "damaged")
            let line = lost["transferOrder"]?["lines"]?.elements.first
            #expect(line?["received"]?.text == "5")
            #expect(line?["lost"]?.text == "1")
            #expect(line?["open"]?.text == "2")
            let levels = try await ledger.succeed("listStock", query: ["sku": "MUG"])
            #expect(levels.items.map { $0["onHand"]?.text } == ["4", "5"])
            #expect(levels.items.map { $0["inTransit"]?.text } == ["0", "0"])

            let end = try await ledger.succeed("cancelTransferOrder", "{}", path: order)
            #expect(end["state"]?.text == "closed")
            #expect(await ledger.ask("cancelTransferOrder", "{}", path: order).status == 409)
            let told: [TransferChanged] = try await ledger.facts()
            #expect(told.map(\.version) == [1, 2, 3, 4, 5, 6])
            #expect(
                told.map(\.state) == [.open, .inTransit, .inTransit, .inTransit, .open, .closed]
            )
        }
    }

    @Test func `what is on the road shows in the list of levels`() async throws {
        try await LedgerBench.withOrder { ledger, order, _ in
            try await ledger.receive(1, of: "MUG", at: "LEEDS")
            _ = try await ledger.succeed("dispatchTransferOrder", "{}", path: order)
            let levels = try await ledger.succeed("listStock", query: ["sku": "MUG"])
            #expect(levels.items.map { $0["inTransit"]?.text } == ["0", "8"])
        }
    }

    @Test func `what arrives at the same time arrives once`() async throws {
        try await LedgerBench.withOrder { ledger, order, _ in
            _ = try await ledger.succeed(
                "dispatchTransferOrder",
                #"{"lines":[{"line":1,"quantity":"5"}]}"#,
                path: order
            )
            let statuses = await withTaskGroup { group in
                for number in 0..<40 {
                    let operation = number % 4 == 0 ? "reportTransferLoss" : "receiveTransferOrder"
                    let reason = number % 4 == 0 ? #""reason":"lost","# : ""
                    let body = #"{\#(reason)"lines":[{"line":1,"quantity":"1"}]}"#
                    group.addTask { await ledger.ask(operation, body, path: order).status }
                }
                return await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(statuses.count { $0 == 200 } == 5)
            #expect(statuses.count { $0 == 422 } == 35)
            #expect(try await ledger.ordersInDoubt() == 0)
        }
    }

    @Test func `a step is done once however often it is asked for`() async throws {
        try await LedgerBench.withOrder { ledger, order, _ in
            let (body, key) = (#"{"lines":[{"line":1,"quantity":"3"}]}"#, UUID())
            let first = await ledger.ask("dispatchTransferOrder", body, path: order, messageID: key)
            let again = await ledger.ask("dispatchTransferOrder", body, path: order, messageID: key)
            #expect(first.status == 200)
            #expect(again.body == first.body)
            let read = try await ledger.succeed("getTransferOrder", path: order)
            #expect(read["lines"]?.elements.first?["dispatched"]?.text == "3")
        }
    }

    @Test func `a trial moves nothing`() async throws {
        try await LedgerBench.withOrder { ledger, order, _ in
            let trial = try await ledger.succeed(
                "dispatchTransferOrder",
                "{}",
                path: order,
                query: ["dryRun": "true"]
            )
            #expect(trial["transferOrder"]?["state"]?.text == "in-transit")
            let read = try await ledger.succeed("getTransferOrder", path: order)
            #expect(read["state"]?.text == "open")
            #expect(try await ledger.onHand("MUG") == 10)
        }
    }

    @Test func `undoing an entry corrects the order`() async throws {
        try await LedgerBench.withOrder { ledger, order, _ in
            let left = try await ledger.succeed("dispatchTransferOrder", "{}", path: order)
            let lost = try await ledger.succeed(
                "reportTransferLoss",
                #"{"reason":"lost","lines":[{"line":1,"quantity":"2"}]}"#,
                path: order
            )
            let undo = #"{"reason":"data-correction"}"#
            func entry(_ answer: JSONValue) throws -> [String: String] {
                ["entryId": try #require(answer["entry"]?["id"]?.text)]
            }
            let tooFar = await ledger.ask("reverseEntry", undo, path: try entry(left))
            #expect(tooFar.status == 422)
            _ = try await ledger.succeed("reverseEntry", undo, path: try entry(lost))
            _ = try await ledger.succeed(
                "reverseEntry",
                #"{"reason":"cancelled","lines":[{"line":1,"quantity":"3"}]}"#,
                path: try entry(left)
            )
            let read = try await ledger.succeed("getTransferOrder", path: order)
            let line = read["lines"]?.elements.first
            #expect(line?["dispatched"]?.text == "5")
            #expect(line?["lost"]?.text == "0")
            #expect(line?["open"]?.text == "3")
            #expect(try await ledger.ordersInDoubt() == 0)
            _ = try await ledger.succeed("receiveTransferOrder", "{}", path: order)
        }
    }

    @Test func `a lot that was on the road before goes there again`() async throws {
        try await LedgerBench.withOrder { ledger, _, _ in
            try await ledger.lot("L1", of: "HAM", expires: "2099-01-01")
            try await ledger.receive(6, of: "HAM", lot: "L1")
            for _ in 0..<2 {
                let order = try await ledger.order(2, of: "HAM")
                _ = try await ledger.succeed("dispatchTransferOrder", "{}", path: order)
                let come = try await ledger.succeed("receiveTransferOrder", "{}", path: order)
                let movement = come["entry"]?["movements"]?.elements.first
                #expect(movement?["lot"]?["code"]?.text == "L1")
            }
        }
    }

    @Test func `a lot that nobody names comes to where it was before`() async throws {
        try await LedgerBench.withOrder { ledger, _, _ in
            try await ledger.lot("L1", of: "HAM", expires: "2099-01-01")
            try await ledger.receive(6, of: "HAM", lot: "L1")
            let lines = #""lines":[{"sku":"HAM","quantity":"2"}]"#
            for _ in 0..<2 {
                _ = try await ledger.succeed(
                    "postTransfer",
                    #"{"from":"LDN","to":"LEEDS",\#(lines)}"#
                )
                _ = try await ledger.succeed("postSale", #"{"location":"LEEDS",\#(lines)}"#)
            }
        }
    }
}

extension LedgerBench {
    /// Runs `body` with a second warehouse and an order of eight to it, of ten that there are.
    static func withOrder(
        _ body: (LedgerBench, _ order: [String: String], _ leeds: ID<Location>) async throws -> Void
    ) async throws {
        try await Self.with { ledger in
            let leeds = try await ledger.succeed(
                "createLocation",
                #"{"code":"LEEDS","name":"Leeds","kind":"warehouse"}"#
            )
            try await ledger.variant("MUG")
            try await ledger.receive(10, of: "MUG")
            let order = try await ledger.order(8, of: "MUG")
            let id = try #require(leeds["id"]?.text.flatMap { ID<Location>($0) })
            try await body(ledger, order, id)
        }
    }

    /// Orders goods from London to Leeds; returns the path of the order.
    func order(_ quantity: Quantity, of sku: String) async throws -> [String: String] {
        let order = try await self.succeed(
            "createTransferOrder",
            #"{"from":"LDN","to":"LEEDS","lines":[{"sku":"\#(sku)","quantity":"\#(quantity)"}]}"#
        )
        return ["transferOrderId": try #require(order["id"]?.text)]
    }

    /// Lines of transfer orders that are not the sums of their entries.
    func ordersInDoubt() async throws -> Int {
        try await self.rows(
            """
            SELECT line.transfer_order
            FROM transfer_line AS line
            LEFT JOIN LATERAL (
                SELECT sum(
                    CASE WHEN road.id = movement.to_location THEN quantity ELSE -quantity END
                ) AS quantity
                FROM entry
                JOIN movement ON movement.entry = entry.id
                JOIN location AS road ON road.kind = 'transit'
                WHERE entry.transfer_order = line.transfer_order AND movement.line = line.line
            ) AS moved ON true
            WHERE line.dispatched - line.received - line.lost <> coalesce(moved.quantity, 0)
            """
        ).count
    }
}
