import Contracts
import Kernel
import Messaging
import PosIngestDomain
import Postgres
import TestSupport
import Testing

@testable import PosIngest

/// Messages that no fact took up, because it came at the same time or had its hands full.
@Suite(.requiresPostgres) struct WaitingTests {
    @Test func `a void whose sale was applied unnoticed is taken up`() async throws {
        try await withShop { shop async throws in
            _ = await shop.take([
                shop.void("V-1", of: "R-1"), shop.void("V-2", of: "R-2"),
                shop.sale("R-1", [("A", 1)]), shop.sale("R-2", [("POST", 1)]),
            ])
            try await shop.rows(
                """
                UPDATE message SET status = 'applied', entry = gen_random_uuid()
                WHERE document = 'R-1'
                """
            )
            try await WaitingSweeper(database: shop.database).look()
            #expect(try await shop.parked().isEmpty)
            #expect(try await shop.commands().contains("ledger.reverse_entry.v1"))
        }
    }

    @Test func `a message is taken up behind any number of those that have to wait`() async throws {
        try await withShop { shop async throws in
            _ = await shop.take((1...7).map { shop.sale("R-\($0)", [("X", 1), ("NEW", 1)]) })
            _ = await shop.take([shop.sale("R-8", [("NEW", 1)]), shop.void("V-1", of: "R-9")])
            try await shop.learn("NEW", takingUp: false)
            let sweeper = WaitingSweeper(database: shop.database, window: 2)
            #expect(try await sweeper.look() == nil)
            #expect(try await shop.parked().count == 8)
            #expect(try await shop.commands() == ["ledger.record_sale.v1"])
        }
    }

    @Test func `a message that waits for an alias waits for its replay`() async throws {
        try await withShop { shop async throws in
            _ = await shop.take([
                shop.sale("R-1", [("X", 1)]), shop.sale("R-2", [("X", 1), ("NEW", 1)]),
            ])
            try await shop.perform(CreateAlias(), body: #"{"code":"X","sku":"A"}"#)
            try await shop.learn("NEW", takingUp: false)
            try await WaitingSweeper(database: shop.database).look()
            #expect(try await shop.parked().map(\.document) == ["R-1"])
        }
    }

    @Test func `a message without an answer is sent again, but not at once`() async throws {
        try await withShop { shop async throws in
            _ = await shop.take([shop.sale("R-1", [("A", 1)])])
            let id: ID<PosMessage> = try await shop.rows("SELECT id FROM message")[0].decode("id")
            let path = ["messageId": id.description]
            let early = await #expect(throws: Problem.self) {
                try await shop.perform(ReplayPosMessage(), path: path)
            }
            #expect(early?.code == "wrong-state")
            try await shop.rows("UPDATE message SET sent_at = sent_at - interval '1 hour'")
            await #expect(throws: Problem.self) {
                try await shop.perform(
                    DiscardPosMessage(),
                    path: path,
                    body: #"{"reason":"no answer"}"#
                )
            }
            #expect(try await shop.perform(ReplayPosMessage(), path: path).status == 200)
            #expect(try await shop.commands().count == 2)
            await #expect(throws: Problem.self) {
                try await shop.perform(ReplayPosMessage(), path: path)
            }
            try await shop.answer("R-1")
            #expect(try await shop.counts().messages.applied == 1)
        }
    }

    @Test func `a message without an answer is not parked`() async throws {
        try await withShop { shop async throws in
            _ = await shop.take([shop.sale("R-1", [("A", 1)])])
            try await shop.rows("UPDATE message SET sent_at = sent_at - interval '1 hour'")
            try await shop.rows("UPDATE source SET is_active = false")
            let id: ID<PosMessage> = try await shop.rows("SELECT id FROM message")[0].decode("id")
            await #expect(throws: Problem.self) {
                try await shop.perform(ReplayPosMessage(), path: ["messageId": id.description])
            }
            #expect(try await shop.counts().messages.pending == 1)
        }
    }

    @Test func `the age of what the ledger owes is measured`() async throws {
        try await withShop { shop async throws in
            _ = await shop.take([shop.sale("R-1", [("A", 1)])])
            try await shop.rows("UPDATE message SET sent_at = sent_at - interval '1 hour'")
            let age = { @Sendable () async throws in
                try await shop.database.withTransaction(.readOnly) { transaction in
                    try MessageStore.oldestPending(in: transaction)
                }
            }
            #expect(try await age() >= 3_600)
            try await shop.answer("R-1")
            #expect(try await age() == 0)
        }
    }
}
