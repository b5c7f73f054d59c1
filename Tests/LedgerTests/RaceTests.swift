import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Two sessions that want the same rows: what the one that waited sees.
@Suite(.requiresPostgres)
struct RaceTests {
    @Test func `a unit that moves while its lock is waited for is found where it is now`()
        async throws
    {
        try await LedgerBench.with { ledger in
            let variant = try await ledger.variant("MOVING", tracking: .serial)
            _ = try await ledger.succeed(
                "postReceipt",
                #"{"location":"LDN","lines":[{"sku":"MOVING","quantity":"1","serials":["A"]}]}"#
            )
            let key = StockSerial.Key(variant: variant, number: "A")
            let found = try await PostgresSession.with(ledger.database.administration) { session in
                try await session.execute(
                    script: """
                        begin;
                        update serial set location = '\(ledger.bin)' where number = 'A';
                        """
                )
                async let found = ledger.database.pool.withTransaction { transaction in
                    let rows = try transaction.pipeline([
                        SerialStore.lock([], keys: [key]),
                        SerialStore.whereabouts([], keys: [key]),
                    ])
                    var state = LedgerState()
                    try SerialStore.insert(rows[1], locked: rows[0], into: &state)
                    return state.serial(key)
                }
                try await RaceTests.waitsForLock(ledger)
                try await session.execute(script: "commit")
                return try await found
            }
            #expect(found?.location == ledger.bin)
            #expect(found?.isInStock == true)
        }
    }

    @Test func `what the catalog deletes while the book begins to use it is retired`()
        async throws
    {
        try await LedgerBench.with { ledger in
            let variant = try await ledger.variant("DOOMED")
            let row = try await PostgresSession.with(ledger.database.administration) { session in
                try await session.execute(
                    script: """
                        begin;
                        update variant set is_deleted = true, status = 'active', version = 2
                        where id = '\(variant)';
                        """
                )
                async let entry = ledger.receive(3, of: "DOOMED")
                try await RaceTests.waitsForLock(ledger)
                try await session.execute(script: "commit")
                _ = try await entry
                return try await ledger.rows(
                    "SELECT is_used, is_deleted, status FROM variant WHERE id = \(variant)"
                )[0]
            }
            #expect(try row.decode("is_used", as: Bool.self))
            #expect(try !row.decode("is_deleted", as: Bool.self))
            #expect(try row.decode("status", as: String.self) == "retired")
        }
    }

    @Test func `of two that undo an entry at a time one is refused by the name of the rule`()
        async throws
    {
        try await LedgerBench.with { ledger in
            try await ledger.variant("UNDONE")
            let entry = try await ledger.receive(1, of: "UNDONE")
            let undo: SQL = """
                INSERT INTO entry (id, kind, reverses, effective_at, recorded_at, actor_kind,
                    actor_name, cause)
                SELECT gen_random_uuid(), 'reverse', id, now(), now(), 'user', 'x', cause
                FROM entry
                WHERE id = \(entry)
                """
            let error = try await PostgresSession.with(ledger.database.administration) { session in
                try await session.execute(
                    script: """
                        begin;
                        insert into entry (id, kind, reverses, effective_at, recorded_at,
                            actor_kind, actor_name, cause)
                        select gen_random_uuid(), 'reverse', id, now(), now(), 'user', 'x', cause
                        from entry
                        where id = '\(entry)';
                        """
                )
                async let refusal = #expect(throws: PostgresError.self) {
                    _ = try await ledger.rows(undo)
                }
                try await RaceTests.waitsForLock(ledger)
                try await session.execute(script: "commit")
                return await refusal
            }
            #expect(error?.sqlState == "23505")
            #expect(error?.constraint == "reversals_are_numbered")
        }
    }

    @Test func `levels that change while their lock is waited for are written where they are now`()
        async throws
    {
        try await LedgerBench.with { ledger in
            let variant = try await ledger.variant("SHIFTED")
            try await ledger.receive(3, of: "SHIFTED")
            try await PostgresSession.with(ledger.database.administration) { session in
                try await session.execute(
                    script: """
                        begin;
                        update availability set on_hand = on_hand + 10000, version = version + 1
                        where variant = '\(variant)';
                        update balance set on_hand = on_hand + 10000, version = version + 1
                        where variant = '\(variant)';
                        """
                )
                async let entry = ledger.receive(2, of: "SHIFTED")
                try await RaceTests.waitsForLock(ledger)
                try await session.execute(script: "commit")
                _ = try await entry
            }
            #expect(try await ledger.onHand("SHIFTED") == 6)
            let balances = try await ledger.rows("SELECT on_hand, version FROM balance")
            #expect(try balances.map { try $0.decode("on_hand", as: Quantity.self) } == [6])
            #expect(try balances.map { try $0.decode("version", as: Int64.self) } == [3])
        }
    }

    @Test func `what somebody moved without a lock is decided again`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("MOVED")
            try await ledger.receive(3, of: "MOVED")
            try await PostgresSession.with(ledger.database.administration) { session in
                try await session.execute(
                    script: """
                        create sequence meddling;
                        create function meddle() returns trigger
                            language plpgsql security definer set search_path = ledger as
                            $$
                            begin
                                if nextval('meddling') = 1 then
                                    update balance set is_oversold = false;
                                end if;
                                return null;
                            end
                            $$;
                        create trigger meddling after insert on entry
                            for each statement execute function meddle();
                        """
                )
            }
            try await ledger.receive(2, of: "MOVED")
            #expect(try await ledger.onHand("MOVED") == 5)
            let rows = try await ledger.rows(
                "SELECT count(*) AS entries FROM entry"
            )
            #expect(try rows[0].decode("entries", as: Int64.self) == 2)
        }
    }

    @Test func `a level is not written where it no longer is`() async throws {
        try await LedgerBench.with { ledger in
            let variant = try await ledger.variant("GONE")
            try await ledger.receive(3, of: "GONE")
            let place = Balance.Key(variant: variant, location: ledger.warehouse)
            let pair = Availability.Key(variant: variant, warehouse: ledger.warehouse)
            let addresses = try await ledger.rows(
                """
                SELECT availability.ctid AS pair, balance.ctid AS place
                FROM availability JOIN balance USING (variant)
                """
            )[0]
            let (oldPair, oldPlace): (RowAddress, RowAddress) =
                (try addresses.decode("pair"), try addresses.decode("place"))
            try await ledger.receive(4, of: "GONE")
            let statements = [
                AvailabilityStore.update([(Availability(key: pair, version: 9), oldPair)]),
                BalanceStore.update([(Balance(key: place, version: 9), oldPlace)]),
            ]
            let written = try await ledger.database.pool.withTransaction { transaction in
                try transaction.pipeline(statements).map(\.affectedCount)
            }
            #expect(written == [0, 0])
            #expect(try await ledger.onHand("GONE") == 7)
        }
    }

    @Test func `a level is not written over a newer one`() async throws {
        try await LedgerBench.with { ledger in
            let variant = try await ledger.variant("NEWER")
            try await ledger.receive(3, of: "NEWER")
            try await ledger.receive(4, of: "NEWER")
            let balance = Balance(
                key: Balance.Key(variant: variant, location: ledger.warehouse),
                onHand: 1,
                version: 1
            )
            let availability = Availability(
                key: Availability.Key(variant: variant, warehouse: ledger.warehouse),
                onHand: 1,
                version: 1
            )
            let written = try await ledger.database.pool.withTransaction { transaction in
                try transaction.pipeline([
                    BalanceStore.save([balance]), AvailabilityStore.save([availability]),
                ]).map(\.affectedCount)
            }
            #expect(written == [0, 0])
            #expect(try await ledger.onHand("NEWER") == 7)
        }
    }

    /// Waits until sessions of the ledger wait for somebody's lock.
    static func waitsForLock(_ ledger: LedgerBench, sessions: Int = 1) async throws {
        try await eventually("\(sessions) wait") {
            try await ledger.rows(
                """
                SELECT FROM pg_locks
                JOIN pg_stat_activity USING (pid)
                WHERE NOT granted AND datname = current_database()
                """
            ).count >= sessions
        }
    }
}
