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
}
