import Contracts
import Kernel
import Messaging
import PosIngestDomain
import Postgres
import TestSupport
import Testing

@testable import PosIngest

@Suite(.requiresPostgres) struct VoidTests {
    private static let both = ["ledger.record_sale.v1", "ledger.reverse_entry.v1"]

    @Test func `a void is sent once its sale is in the book, and not before`() async throws {
        try await withShop { shop async throws in
            _ = await shop.take([shop.sale("R-1", [("A", 1)]), shop.void("V-1", of: "R-1")])
            _ = await shop.take([shop.void("V-2", of: "R-0")])
            #expect(try await shop.commands() == ["ledger.record_sale.v1"])
            try await shop.answer("R-1")
            #expect(try await shop.commands() == Self.both)
            #expect(try await shop.parked().map(\.document) == ["V-2"])
        }
    }

    @Test func `a void that overtakes its sale follows it by itself`() async throws {
        try await withShop { shop async throws in
            _ = await shop.take([shop.void("V-1", of: "R-1")])
            #expect(try await shop.parked().map(\.parking?.reason) == [.unknownOriginal])
            _ = await shop.take([shop.sale("R-1", [("A", 1)])])
            try await shop.answer("R-1")
            #expect(try await shop.parked().isEmpty)
            #expect(try await shop.commands() == Self.both)
        }
    }

    @Test func `entries that are told together are noted, and the voids of each follow`()
        async throws
    {
        try await withShop { shop async throws in
            for number in 1...3 {
                _ = await shop.take([shop.void("V-\(number)", of: "R-\(number)")])
            }
            _ = await shop.take((1...3).map { shop.sale("R-\($0)", [("A", 1)]) })
            try await shop.answer("R-1", "R-3", "R-1", "X-9")
            #expect(try await shop.counts().messages.applied == 2)
            #expect(try await shop.parked().map(\.document) == ["V-2"])
            let entries = try await shop.rows(
                "SELECT count(DISTINCT entry) FROM message WHERE status = 'applied'"
            )
            #expect(try entries[0].decode(0, as: Int64.self) == 2)
        }
    }

    @Test func `a void follows a sale that was parked itself`() async throws {
        try await withShop { shop async throws in
            _ = await shop.take([shop.sale("R-1", [("NEW", 1)]), shop.void("V-1", of: "R-1")])
            try await shop.learn("NEW")
            try await shop.answer("R-1")
            #expect(try await shop.commands() == Self.both)
        }
    }

    @Test func `a void of a sale that the ledger refused waits on`() async throws {
        try await withShop { shop async throws in
            _ = await shop.take([shop.sale("R-1", [("A", 1)]), shop.void("V-1", of: "R-1")])
            try await shop.refuse("R-1", code: "location-closed")
            try await WaitingSweeper(database: shop.database).look()
            #expect(try await shop.parked().compactMap(\.document).sorted() == ["R-1", "V-1"])
        }
    }

    @Test func `a void of a document with nothing but charges has nothing to undo`() async throws {
        try await withShop { shop async throws in
            _ = await shop.take([shop.sale("R-1", [("POST", 1)])])
            _ = await shop.take([shop.void("V-1", of: "R-1")])
            #expect(try await shop.commands().isEmpty)
            #expect(try await shop.counts().messages.applied == 2)
        }
    }
}
