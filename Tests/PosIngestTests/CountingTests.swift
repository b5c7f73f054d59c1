import Contracts
import Kernel
import Messaging
import PosIngestDomain
import TestSupport
import Testing

@testable import PosIngest

/// Numbers that no till counts to.
@Suite(.requiresPostgres) struct CountingTests {
    @Test func `numbers out of bounds are parked and spoil no account`() async throws {
        try await withShop { shop async throws in
            _ = await shop.take([
                shop.sale("R-1", [("A", 1)], sequence: .max),
                shop.sale("R-2", [("A", 1)], sequence: .max),
                shop.sale("R-3", [("A", 1)], sequence: .min),
                shop.sale("R-4", [("A", 1)], sequence: PosDocument.maximumSequence + 1),
                shop.sale("R-5", [("A", 1)], sequence: PosDocument.maximumSequence),
                shop.sale("R-6", [("A", 1)], sequence: 0),
            ])
            let parked = try await shop.parked()
            #expect(parked.compactMap(\.document).sorted() == ["R-1", "R-2", "R-3", "R-4"])
            #expect(parked.allSatisfy { $0.sequence == nil && $0.parking?.reason == .malformed })
            #expect(try await GapFinder(database: shop.database).look() == 1)
            #expect(
                try await shop.gaps() == [
                    SequenceGap(firstMissing: 1, lastMissing: PosDocument.maximumSequence - 1)
                ]
            )
        }
    }

    @Test func `a till whose name no index can hold holds up no other`() async throws {
        try await withShop { shop async throws in
            // Too random to be compressed below the longest key of an index, 2,704 bytes.
            let name = (1...2_000).map { String($0 * 2_654_435_761 % 1_000_003, radix: 36) }
                .joined()
            let sale = PosSale(
                documentId: "R-1",
                terminal: name,
                sequence: 1,
                occurredAt: Timestamp(microseconds: 1_700_000_000_000_000),
                lines: [PosLine(lineNumber: 1, code: "A", quantity: 1)]
            )
            let odd = shop.message("sale", body: try MessageCoding.encode(sale))
            #expect(await shop.take([odd, shop.sale("R-2", [("A", 1)])]) == [.done, .done])
            let parked = try #require(try await shop.parked().first)
            #expect(parked.terminal == nil)
            #expect(parked.parking?.errors.map(\.pointer) == ["/terminal"])
        }
    }
}
