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
struct JournalTests {
    @Test(
        arguments: [
            "UPDATE movement SET quantity = 1", "DELETE FROM movement",
            "UPDATE entry SET note = 'other'", "DELETE FROM entry",
            "UPDATE business_key SET document = 'other'", "DELETE FROM business_key",
            "TRUNCATE movement", "DROP TABLE movement",
        ]
    )
    func `the service cannot change the journal`(statement: String) async throws {
        try await LedgerBench.with { ledger in
            let error = await #expect(throws: PostgresError.self) {
                _ = try await ledger.rows(SQL(verbatim: statement))
            }
            #expect(error?.sqlState == "42501")
        }
    }

    @Test func `one message tells what an entry left of all of its variants`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("FIRST")
            try await ledger.variant("SECOND")
            _ = try await ledger.succeed(
                "postReceipt",
                #"""
                {"location":"LDN-1","lines":[{"sku":"FIRST","quantity":"3"},
                {"sku":"SECOND","quantity":"5"},{"sku":"FIRST","quantity":"4"}]}
                """#
            )
            let facts: [AvailabilityChanged] = try await ledger.facts()
            #expect(facts.map(\.warehouseId) == [ledger.warehouse])
            let levels = Dictionary(
                uniqueKeysWithValues: facts[0].levels.map { ($0.sku, $0.available) }
            )
            #expect(levels == ["FIRST": 7, "SECOND": 5])
            #expect(facts[0].levels.allSatisfy { $0.version == 1 })
        }
    }

    @Test func `the constraints refuse what the rules refuse`() async throws {
        try await LedgerBench.with { ledger in
            let variant = try await ledger.variant("RULE")
            try await ledger.receive(1, of: "RULE")
            for (statement, rule) in [
                (
                    "UPDATE balance SET on_hand = -1 WHERE variant = \(variant)" as SQL,
                    "balance_is_never_negative"
                ),
                (
                    "UPDATE availability SET reserved = 20000 WHERE variant = \(variant)",
                    "reserved_is_covered"
                ),
            ] {
                let error = await #expect(throws: PostgresError.self) {
                    _ = try await ledger.rows(statement)
                }
                #expect(error?.constraint == rule)
            }
        }
    }

    @Test(
        arguments: [
            "INSERT INTO movement SELECT (lost).*", "INSERT INTO movement_default SELECT (lost).*",
            "UPDATE movement SET entry = gen_random_uuid()", "DELETE FROM entry",
            "UPDATE entry SET id = gen_random_uuid()", "TRUNCATE entry CASCADE",
        ]
    )
    func `not even the owner leaves a movement without its entry`(statement: String) async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("KEPT")
            try await ledger.receive(1, of: "KEPT")
            let lost = """
                 FROM (SELECT jsonb_populate_record(movement, jsonb_build_object(
                    'id', gen_random_uuid(), 'entry', gen_random_uuid(), 'recorded_at',
                    CASE WHEN \(statement.contains("default")) THEN timestamptz '2001-01-01'
                    ELSE now() END)) AS lost FROM movement) AS made
                """
            let script = statement.hasSuffix("(lost).*") ? statement + lost : statement
            let error = try await PostgresSession.with(ledger.database.administration) { session in
                await #expect(throws: PostgresError.self) {
                    try await session.execute(script: script)
                }
            }
            #expect(error?.sqlState == "23503")
            #expect(error?.constraint == "movement_entry")
        }
    }

    @Test func `no table in the way of the entries passes for them`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("SHADOW")
            try await ledger.receive(1, of: "SHADOW")
            let error = try await PostgresSession.with(ledger.database.administration) { session in
                await #expect(throws: PostgresError.self) {
                    try await session.execute(
                        script: """
                            CREATE TEMP TABLE entry (id uuid);
                            INSERT INTO entry SELECT gen_random_uuid();
                            INSERT INTO movement
                            SELECT (jsonb_populate_record(movement, jsonb_build_object(
                                'id', gen_random_uuid(), 'entry', entry.id
                            ))).*
                            FROM movement, pg_temp.entry
                            """
                    )
                }
            }
            #expect(error?.constraint == "movement_entry")
        }
    }

    @Test func `no operator in the way makes a wrong entry look right`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("TRAP")
            try await ledger.receive(1, of: "TRAP")
            let error = try await PostgresSession.with(ledger.database.administration) { session in
                await #expect(throws: PostgresError.self) {
                    try await session.execute(
                        script: """
                            CREATE SCHEMA trap;
                            CREATE FUNCTION trap.same(uuid, uuid) RETURNS boolean
                                LANGUAGE sql AS 'SELECT true';
                            CREATE OPERATOR trap.= (
                                LEFTARG = uuid, RIGHTARG = uuid, FUNCTION = trap.same
                            );
                            SET search_path = trap, pg_catalog, ledger;
                            INSERT INTO movement
                            SELECT (jsonb_populate_record(movement, jsonb_build_object(
                                'id', gen_random_uuid(), 'entry', gen_random_uuid()
                            ))).*
                            FROM movement
                            """
                    )
                }
            }
            #expect(error?.constraint == "movement_entry")
        }
    }

    @Test func `movements lie in the partition of their month`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("MONTH")
            try await ledger.receive(1, of: "MONTH")
            let rows = try await ledger.rows(
                """
                SELECT tableoid::regclass::text AS name,
                    to_char(recorded_at AT TIME ZONE 'UTC', 'YYYYMM') AS month
                FROM movement
                """
            )
            let month: String = try rows[0].decode("month")
            #expect(try rows[0].decode("name", as: String.self) == "movement_\(month)")

            let partitions = JournalPartitions(database: ledger.database.pool)
            #expect(try await partitions.prepare(monthsAhead: 5) == 2)
            #expect(try await partitions.prepare(monthsAhead: 5) == 0)
        }
    }

    @Test func `the classic list has a signed row for every place of ours`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("CLASSIC")
            try await ledger.receive(5, of: "CLASSIC")
            _ = try await ledger.succeed(
                "postTransfer",
                #"{"from":"LDN","to":"LDN-1","lines":[{"sku":"CLASSIC","quantity":"2"}]}"#
            )
            let rows = try await ledger.rows(
                """
                SELECT (quantity * 10000)::bigint AS quantity
                FROM inventory_transactions
                ORDER BY quantity
                """
            )
            #expect(try rows.map { try $0.decode("quantity", as: Quantity.self) } == [-2, 2, 5])
        }
    }

    @Test func `an entry can be read, listed and undone`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("READ")
            let entry = try await ledger.receive(5, of: "READ")
            let path = ["entryId": entry.description]
            let undo = try await ledger.succeed(
                "reverseEntry",
                #"{"reason":"data-correction","note":"Booked twice"}"#,
                path: path
            )
            #expect(undo["reversedEntryId"]?.text == entry.description)
            let read = try await ledger.succeed("getEntry", path: path)
            #expect(read["reversedByEntryId"] == undo["id"])
            #expect(try await ledger.onHand("READ") == 0)

            let entries = try await ledger.succeed("listEntries", query: ["sku": "READ"])
            #expect(entries.items.map { $0["kind"]?.text } == ["reverse", "receive"])
            let first = try await ledger.succeed("listMovements", query: ["limit": "1"])
            let second = try await ledger.succeed(
                "listMovements",
                query: ["limit": "1", "cursor": try #require(first["next"]?.text)]
            )
            #expect(first.items[0]["kind"]?.text == "reverse")
            #expect(second.items[0]["kind"]?.text == "receive")
            #expect(second["next"] == nil)

            let again = await ledger.ask("reverseEntry", #"{"reason":"other"}"#, path: path)
            #expect(again.status == 409)
        }
    }
}
