import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// How the house is told of entries.
@Suite(.requiresPostgres)
struct EntriesToldTests {
    @Test func `entries that are committed together are told together, each with its cause`()
        async throws
    {
        try await LedgerBench.with { ledger in
            let variant = try await ledger.variant("TOLD")
            let processor = LedgerCommandProcessor(committer: ledger.committer)
            let sales = (1...3).map { number in
                SaleToRecord(
                    commandId: .make(),
                    correlationId: .make(),
                    sale: EntriesToldTests.sale("A-\(number)", of: variant, at: ledger.warehouse)
                )
            }
            let bundle = try ledger.message(
                RecordSales(sales: sales),
                id: ID<Entry>.make().rawValue
            )
            #expect(await processor.process([bundle]) == [.done])
            let told = try await ledger.facts(EntriesPosted.self)
            #expect(told.count == 1)
            let entries = told.flatMap(\.entries)
            #expect(entries.map(\.reference?.document) == ["A-1", "A-2", "A-3"])
            #expect(entries.map(\.causationId) == sales.map(\.commandId))
            #expect(entries.map(\.correlationId) == sales.map(\.correlationId))
            let ids = try await ledger.rows("SELECT id FROM entry ORDER BY document")
                .map { try $0.decode("id", as: ID<Entry>.self) }
            #expect(entries.map(\.entryId) == ids)
            let keys = try await ledger.rows(
                "SELECT routing_key FROM outbox WHERE type = \(EntriesPosted.type)"
            )
            #expect(
                try keys.map { try $0.decode(0, as: String.self) }
                    == ["ledger.entries.posted.v1.source.sale"]
            )
        }
    }

    @Test func `an entry alone is told with its cause as the message's`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("ALONE")
            let id = ID<Entry>.make().rawValue
            let answer = await ledger.ask(
                "postReceipt",
                #"{"location":"LDN","lines":[{"sku":"ALONE","quantity":"1"}]}"#,
                messageID: id
            )
            #expect(answer.status == 201)
            let rows = try await ledger.rows(
                """
                SELECT causation_id, routing_key FROM outbox WHERE type = \(EntriesPosted.type)
                """
            )
            #expect(try rows[0].decode("causation_id", as: UUID.self) == id)
            let key = try rows[0].decode("routing_key", as: String.self)
            #expect(key == "ledger.entries.posted.v1.user.receive")
            let entries = try await ledger.facts(EntriesPosted.self).flatMap(\.entries)
            #expect(entries.map(\.causationId?.rawValue) == [id])
            #expect(entries[0].movements.map(\.serials) == [nil])
        }
    }

    @Test func `no message has more entries or movements than one may have`() {
        func parts(_ counts: [Int]) -> [Int] {
            Announcement.parts(of: counts.map(EntriesToldTests.entry)).map(\.count)
        }
        #expect(parts([]) == [])
        #expect(parts([1, 1, 1]) == [3])
        #expect(parts([3_000, 1, 1]) == [1, 2])
        #expect(parts([1_000, 1_000, 1]) == [2, 1])
        #expect(parts([1, 3_000, 1]) == [1, 1, 1])
        #expect(parts(Array(repeating: 1, count: 1_001)) == [500, 500, 1])
    }

    /// An entry of a number of movements.
    private static func entry(of count: Int) -> EntryPosted {
        let movement = MovementPosted(
            movementId: .make(),
            line: 1,
            variantId: .make(),
            sku: "A",
            fromLocationId: .make(),
            toLocationId: .make(),
            quantity: 1
        )
        return EntryPosted(
            entryId: .make(),
            correlationId: .make(),
            kind: .receive,
            effectiveAt: .now,
            recordedAt: .now,
            actor: Actor(kind: .user, name: "ada"),
            movements: Array(repeating: movement, count: count),
            balances: []
        )
    }

    private static func sale(
        _ document: String,
        of variant: ID<Variant>,
        at location: ID<Location>
    ) -> RecordSale {
        RecordSale(
            kind: .sale,
            reference: Reference(source: "till", document: document),
            locationId: location,
            effectiveAt: .now,
            allowNegative: true,
            lines: [TillLine(line: 1, variantId: variant, quantity: 1, direction: .out)]
        )
    }
}
