import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Several commands of one request.
@Suite(.requiresPostgres)
struct ClientBatchTests {
    static func batch(_ mode: String, _ items: String...) -> String {
        #"{"mode":"\#(mode)","items":[\#(items.joined(separator: ","))]}"#
    }

    static func item(_ operation: String, _ body: String) -> String {
        Self.item(operation, "", body)
    }

    /// - Parameter path: The members for what the operation has in its path, with a comma.
    static func item(_ operation: String, _ path: String, _ body: String) -> String {
        #"{"operation":"\#(operation)",\#(path)"body":\#(body)}"#
    }

    static func move(
        _ quantity: Quantity,
        of sku: String,
        id: ID<Entry> = .make(),
        at location: String = "LDN"
    ) -> String {
        """
        {"id":"\(id)","location":"\(location)","lines":[{"sku":"\(sku)","quantity":"\(quantity)"}]}
        """
    }

    static func statuses(_ answer: OperationResponse) throws -> [JSONValue?] {
        let body = try MessageCoding.decode(JSONValue.self, from: answer.body)
        return body["results"]?.elements.map { $0["status"] } ?? []
    }

    @Test func `later items see what earlier ones did, and all are linked`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("LINK")
            let (receipt, sale) = (ID<Entry>.make(), ID<Entry>.make())
            let answer = try await ledger.succeed(
                "postBatch",
                Self.batch(
                    "atomic",
                    Self.item("postReceipt", Self.move(5, of: "LINK", id: receipt)),
                    Self.item("postSale", Self.move(4, of: "LINK", id: sale)),
                    Self.item(
                        "reverseEntry",
                        #""entryId":"\#(sale)","#,
                        #"{"reason":"cancelled","lines":[{"line":1,"quantity":"1"}]}"#
                    ),
                    Self.item("postSale", Self.move(2, of: "LINK"))
                )
            )
            #expect(answer["results"]?.elements.map { $0["status"] } == [201, 201, 201, 201])
            #expect(try await ledger.onHand("LINK") == 0)
            let batch = try #require(answer["batchId"]?.text)
            let other = try await ledger.receive(1, of: "LINK")
            let linked = try await ledger.items("listEntries", ["batch": batch], limit: 3)
            #expect(linked.count == 4)
            #expect(linked.allSatisfy { $0["batchId"]?.text == batch })
            #expect(!linked.contains { $0["id"]?.text == other.description })
            let read = try await ledger.succeed(
                "getEntry",
                path: ["entryId": receipt.description]
            )
            #expect(read["batchId"]?.text == batch)
            #expect(answer["results"]?.elements.first?["body"]?["id"] == read["id"])
        }
    }

    @Test func `one refused item of an atomic batch leaves everything as it was`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NONE")
            try await ledger.receive(5, of: "NONE")
            let told = try await ledger.rows("SELECT FROM outbox").count
            let body = Self.batch(
                "atomic",
                Self.item("postSale", Self.move(3, of: "NONE")),
                Self.item(
                    "createReservation",
                    #"{"warehouse":"LDN","lines":[{"sku":"NONE","quantity":"1"}]}"#
                ),
                Self.item("postSale", Self.move(2, of: "NONE"))
            )
            let key = ID<Entry>.make().rawValue
            let answer = await ledger.ask("postBatch", body, messageID: key)
            #expect(answer.status == 409)
            let problem = try MessageCoding.decode(Problem.self, from: answer.body)
            #expect(problem.code == ProblemCode.insufficientStock.rawValue)
            #expect(problem.errors.map(\.pointer) == ["/items/2/body/lines/0"])
            #expect(problem.extensions["item"] == 2)
            #expect(try await ledger.onHand("NONE") == 5)
            #expect(try await ledger.rows("SELECT FROM reservation").isEmpty)
            #expect(try await ledger.rows("SELECT FROM entry").count == 1)
            #expect(try await ledger.rows("SELECT FROM outbox").count == told)

            let again = await ledger.ask("postBatch", body, messageID: key)
            #expect(again.body == answer.body)
            #expect(again.header("Idempotency-Replayed") == "true")
        }
    }

    @Test func `independent items have their own results, once`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("OWN")
            try await ledger.receive(5, of: "OWN")
            let body = Self.batch(
                "independent",
                Self.item("postSale", Self.move(4, of: "OWN")),
                Self.item("postSale", Self.move(2, of: "OWN")),
                Self.item("postSale", #"{"location":"LDN","lines":[{"quantity":"1"}]}"#),
                Self.item(
                    "reverseEntry",
                    #""entryId":"\#(ID<Entry>.make())","#,
                    #"{"reason":"other"}"#
                ),
                Self.item("postSale", Self.move(1, of: "OWN"))
            )
            let key = ID<Entry>.make().rawValue
            let answer = await ledger.ask("postBatch", body, messageID: key)
            #expect(answer.status == 200)
            #expect(try Self.statuses(answer) == [201, 409, 422, 404, 201])
            let results = try MessageCoding.decode(JSONValue.self, from: answer.body)
            #expect(results["batchId"] == nil)
            let problems = results["results"]?.elements.compactMap { $0["problem"] } ?? []
            let pointers = problems.flatMap { $0["errors"]?.elements ?? [] }
                .map { $0["pointer"]?.text }
            #expect(
                pointers == ["/items/1/body/lines/0", "/items/2/body/lines/0", "/items/3"]
            )
            let again = await ledger.ask("postBatch", body, messageID: key)
            #expect(again.body == answer.body)
            #expect(again.header("Idempotency-Replayed") == "true")
            #expect(try await ledger.onHand("OWN") == 0)
            let changed = body.replacing("independent", with: "atomic")
            #expect(await ledger.ask("postBatch", changed, messageID: key).status == 422)
        }
    }

    @Test(arguments: ["atomic", "independent"])
    func `a dry run shows the results and changes nothing`(mode: String) async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("DRY")
            try await ledger.receive(5, of: "DRY")
            let sale = Self.item("postSale", Self.move(3, of: "DRY"))
            let answer = await ledger.ask(
                "postBatch",
                Self.batch(mode, sale, sale),
                query: ["dryRun": "true"]
            )
            #expect(answer.status == (mode == "atomic" ? 409 : 200))
            if mode == "independent" { #expect(try Self.statuses(answer) == [200, 409]) }
            #expect(try await ledger.onHand("DRY") == 5)
            #expect(try await ledger.rows("SELECT FROM entry").count == 1)
        }
    }

    @Test func `stock is promised, shipped and taken back in one request`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("ALL")
            try await ledger.receive(5, of: "ALL")
            let (reservation, entry) = (ID<Reservation>.make(), ID<Entry>.make())
            let path = #""reservationId":"\#(reservation)","#
            let answer = await ledger.ask(
                "postBatch",
                Self.batch(
                    "atomic",
                    Self.item(
                        "createReservation",
                        """
                        {"id":"\(reservation)","warehouse":"LDN",
                        "lines":[{"sku":"ALL","quantity":"4"}]}
                        """
                    ),
                    Self.item("consumeReservation", path, #"{"id":"\#(entry)"}"#),
                    Self.item("reverseEntry", #""entryId":"\#(entry)","#, #"{"reason":"other"}"#),
                    Self.item(
                        "releaseReservation",
                        path,
                        #"{"lines":[{"line":1,"quantity":"1"}]}"#
                    )
                )
            )
            #expect(try Self.statuses(answer) == [201, 200, 201, 200])
            let read = try await ledger.succeed(
                "getReservation",
                path: ["reservationId": reservation.description]
            )
            #expect(read["state"]?.text == "pending")
            #expect(read["lines"]?.elements.map { $0["open"]?.text } == ["3"])
            let stock = try await ledger.succeed("getStock", path: ["sku": "ALL"])
            #expect(stock["onHand"]?.text == "5")
            #expect(stock["available"]?.text == "2")
        }
    }

    @Test func `refused batches among others leave no trace`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("MIXED")
            try await ledger.receive(100, of: "MIXED")
            let refused = Self.batch(
                "atomic",
                Self.item("postSale", Self.move(1, of: "MIXED")),
                Self.item("postSale", Self.move(1_000, of: "MIXED"))
            )
            let statuses = await withTaskGroup { group in
                for _ in 0..<20 {
                    group.addTask { await ledger.ask("postBatch", refused).status }
                    group.addTask {
                        await ledger.ask("postSale", LedgerBench.sale(1, of: "MIXED")).status
                    }
                }
                return await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(statuses.count { $0 == 409 } == 20)
            #expect(statuses.count { $0 == 201 } == 20)
            #expect(try await ledger.onHand("MIXED") == 80)
            #expect(try await ledger.rows("SELECT FROM entry WHERE kind = 'sale'").count == 20)
        }
    }

    @Test func `a batch waits for a variant that is about to be told of`() async throws {
        try await LedgerBench.with { ledger in
            async let answer = ledger.ask(
                "postBatch",
                Self.batch("atomic", Self.item("postReceipt", Self.move(1, of: "LATE")))
            )
            try await ledger.variant("LATE")
            #expect(try await Self.statuses(answer) == [201])
        }
    }
}
