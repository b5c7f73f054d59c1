import Contracts
import Kernel
import Messaging
import PosIngestDomain
import Postgres
import TestSupport
import Testing

@testable import PosIngest

@Suite(.requiresPostgres) struct GapTests {
    @Test func `missing numbers are named in the statement and reported once`() async throws {
        try await withShop { shop async throws in
            try await shop.count(1, 4)
            let gaps = [SequenceGap(firstMissing: 2, lastMissing: 3)]
            #expect(try await shop.gaps() == gaps)
            #expect(try await shop.look() == 1)
            #expect(try await shop.look() == 0)
            #expect(try await shop.gaps() == gaps)
        }
    }

    @Test func `a gap that is filled in part is not reported again, and named for the rest`()
        async throws
    {
        try await withShop { shop async throws in
            try await shop.count(1, 9)
            #expect(try await shop.look() == 1)
            try await shop.count(4, 5, 10, 12)
            #expect(try await shop.look() == 1)
            #expect(try await shop.missing() == [2, 3, 6, 7, 8, 11])
            try await shop.count(2, 3, 6, 7, 8, 11)
            #expect(try await shop.look() == 0)
            #expect(try await shop.missing().isEmpty)
        }
    }

    @Test func `numbers before the first that came are looked through too`() async throws {
        try await withShop { shop async throws in
            try await shop.count(7)
            #expect(try await shop.look() == 0)
            try await shop.count(2, 5, 6)
            #expect(try await shop.missing() == [3, 4])
            #expect(try await shop.look() == 1)
            #expect(try await shop.look() == 0)
            #expect(try await shop.missing() == [3, 4])
        }
    }

    @Test func `a number may be late for as long as the source grants`() async throws {
        try await withShop { shop async throws in
            try await shop.rows("UPDATE source SET gap_grace_seconds = 60")
            try await shop.count(1, 3)
            #expect(try await shop.look() == 0)
            #expect(try await shop.missing() == [2])
            try await shop.rows("UPDATE message SET received_at = received_at - interval '1 hour'")
            #expect(try await shop.look() == 1)
        }
    }

    @Test func `what has been looked through is not read again`() async throws {
        try await withShop { shop async throws in
            try await shop.rows(
                """
                INSERT INTO message
                    (id, source, document, terminal, sequence, status, received_at, line_count,
                     payload)
                SELECT gen_random_uuid(), \(Shop.source.name), number::text, 'till-1', number,
                    'applied', now() - interval '1 day', 1, ''
                FROM generate_series(1, 12000) AS number
                WHERE number <> 7000
                """
            )
            #expect(try await shop.look() == 1)
            let terminals = try await shop.database.withTransaction(.readOnly) { transaction in
                try TerminalStore.page(of: Shop.source.name, in: transaction)
            }
            #expect(terminals.map(\.reviewed) == [1...12_000])
            #expect(terminals.map(\.hasNews) == [false])
            #expect(try await shop.missing() == [7_000])
        }
    }

    @Test func `each terminal counts for itself`() async throws {
        try await withShop { shop async throws in
            try await shop.rows(
                """
                INSERT INTO message
                    (id, source, document, terminal, sequence, status, received_at, line_count,
                     payload)
                SELECT gen_random_uuid(), \(Shop.source.name), till || '/' || number,
                    'till-' || till, number, 'applied', now() - interval '1 day', 1, ''
                FROM generate_series(1, 1100) AS till, (VALUES (5), (7)) AS t (number)
                """
            )
            #expect(try await shop.look() == 1_100)
            #expect(try await shop.look() == 0)
        }
    }
}

extension Shop {
    /// Takes sales with these numbers at one till.
    fileprivate func count(_ sequences: Int64...) async throws {
        let sales = sequences.map { self.sale("R-\($0)", [("A", 1)], sequence: $0) }
        #expect(await self.take(sales).allSatisfy { $0 == .done })
    }

    fileprivate func look() async throws -> Int {
        try await GapFinder(database: self.database).look()
    }

    fileprivate func missing() async throws -> [Int64] {
        try await self.gaps().flatMap { Array($0.firstMissing...$0.lastMissing) }
    }
}
