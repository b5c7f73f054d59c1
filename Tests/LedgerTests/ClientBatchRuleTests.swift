import Contracts
import FoundationEssentials
import Kernel
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// What a request with several commands may have, and who may send it.
@Suite(.requiresPostgres)
struct ClientBatchRuleTests {
    private typealias Tests = ClientBatchTests

    private static func principal(
        _ permissions: Set<Permission>,
        in warehouses: Set<ID<Location>>? = nil
    ) -> Principal {
        Principal(
            id: UUID(),
            kind: .user,
            name: "clerk",
            permissions: permissions,
            warehouses: warehouses
        )
    }

    @Test func `an item needs the permission of its operation, where it takes place`() async throws
    {
        try await LedgerBench.with { ledger in
            try await ledger.variant("MAY")
            func batch(_ mode: String) -> String {
                Tests.batch(
                    mode,
                    Tests.item("postReceipt", Tests.move(2, of: "MAY")),
                    Tests.item("postSale", Tests.move(1, of: "MAY"))
                )
            }
            let receiver = Self.principal([.stockReceive])
            let atomic = await ledger.ask("postBatch", batch("atomic"), as: receiver)
            #expect(atomic.status == 403)
            let problem = try MessageCoding.decode(Problem.self, from: atomic.body)
            #expect(problem.extensions["permission"] == "stock.sell")
            #expect(problem.extensions["item"] == 1)
            let each = await ledger.ask("postBatch", batch("independent"), as: receiver)
            #expect(try Tests.statuses(each) == [201, 403])
            let elsewhere = await ledger.ask(
                "postBatch",
                batch("independent"),
                as: Self.principal([.stockReceive, .stockSell], in: [.make()])
            )
            #expect(try Tests.statuses(elsewhere) == [403, 403])
            #expect(try await ledger.onHand("MAY") == 2)
        }
    }

    @Test(
        arguments: [
            (#"{"mode":"atomic","items":[]}"#, "/items", "items"),
            (#"{"mode":"some","items":[]}"#, "/mode", "enum"),
            (
                ClientBatchTests.batch("atomic", ClientBatchTests.item("createLot", "{}")),
                "/items/0/operation", "enum"
            ),
            (
                ClientBatchTests.batch(
                    "atomic",
                    ClientBatchTests.item("reverseEntry", #"{"reason":"other"}"#)
                ),
                "/items/0", "validation-failed"
            ),
            (
                ClientBatchTests.batch(
                    "atomic",
                    ClientBatchTests.item("postSale", #"{"location":"LDN","lines":[],"x":1}"#)
                ),
                "/items/0/body/x", "unknown-member"
            ),
            (
                #"{"mode":"atomic","items":[{"operation":"postSale","body":{},"x":1}]}"#,
                "/items/0/x", "unknown-member"
            ),
        ]
    )
    func `what breaks a rule is named`(body: String, pointer: String, rule: String) async throws {
        try await LedgerBench.with { ledger in
            let answer = await ledger.ask("postBatch", body)
            #expect(answer.status == 422)
            let problem = try MessageCoding.decode(Problem.self, from: answer.body)
            #expect(problem.errors.map(\.pointer) == [pointer])
            #expect(problem.errors.map(\.rule) == [rule])
        }
    }

    @Test func `the largest batch takes effect`() async throws {
        try await LedgerBench.with { ledger in
            for number in 0..<40 { try await ledger.variant("V-\(number)") }
            let items = (0..<PostBatch.maximumItems).map { item in
                let lines = (0..<PostBatch.maximumLines / PostBatch.maximumItems).map { line in
                    #"{"sku":"V-\#((item * 4 + line) % 40)","quantity":"1"}"#
                }
                return Tests.item(
                    "postReceipt",
                    #"{"location":"LDN","lines":[\#(lines.joined(separator: ","))]}"#
                )
            }
            let answer = await ledger.ask(
                "postBatch",
                #"{"mode":"atomic","items":[\#(items.joined(separator: ","))]}"#
            )
            // To read a megabyte as any JSON takes longer than everything else.
            let text = String(decoding: answer.body, as: UTF8.self)
            #expect(text.ranges(of: #""status":201"#).count == PostBatch.maximumItems)
            #expect(try await ledger.onHand("V-0") == 50)
            #expect(try await ledger.rows("SELECT FROM movement").count == PostBatch.maximumLines)
        }
    }

    @Test func `a batch is not larger than it may be`() async throws {
        try await LedgerBench.with { ledger in
            let lines = Array(repeating: #"{"sku":"A","quantity":"1"}"#, count: 500)
            let large = #"{"location":"LDN","lines":[\#(lines.joined(separator: ","))]}"#
            for (item, count, rule) in [
                (Tests.item("postSale", Tests.move(1, of: "A")), 501, "items"),
                (Tests.item("postSale", large), 5, "maxLines"),
                (
                    Tests.item(
                        "reverseEntry",
                        #""entryId":"\#(ID<Entry>.make())","#,
                        #"{"reason":"other"}"#
                    ), 101, "maxReversals"
                ),
            ] {
                let items = Array(repeating: item, count: count).joined(separator: ",")
                let answer = await ledger.ask(
                    "postBatch",
                    #"{"mode":"independent","items":[\#(items)]}"#
                )
                let problem = try MessageCoding.decode(Problem.self, from: answer.body)
                #expect(problem.errors.map(\.pointer) == ["/items"])
                #expect(problem.errors.map(\.rule) == [rule])
            }
        }
    }
}
