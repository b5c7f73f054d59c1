import Contracts
import Foundation
import Kernel
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// What is left of a person who is to be forgotten.
@Suite(.requiresPostgres) struct ErasureTests {
    static let erika = Principal(
        id: UUID(),
        kind: .user,
        name: "erika.mustermann",
        permissions: Role.admin.permissions
    )

    @Test func `somebody is forgotten, what they did stays, and the chain is as it was`()
        async throws
    {
        try await LedgerBench.withKey { ledger, folder, keyFile in
            let entry = try await self.work(in: ledger)
            let kept = folder.appending(path: "kept").path()
            try await self.leaveLetters(in: ledger)
            try await ledger.seal(LedgerBench.sealLimits(keyFile: keyFile))
            try await CheckpointExporter(
                database: ledger.database.pool,
                folder: CheckpointFolder(path: kept)
            ).export()
            let named = try await self.tables(naming: "mustermann", in: ledger)
            #expect(
                named == [
                    "count_change", "dead_letter", "person", "proposal", "reservation",
                    "reservation_change", "stock_count",
                ]
            )
            try await self.erase(in: ledger)
            #expect(try await self.tables(naming: "mustermann", in: ledger) == [])
            #expect(try await ledger.findings(kept: kept) == [])
            let export = folder.appending(path: "export").path()
            try await ledger.export(to: export)
            #expect(!(try String(contentsOfFile: export, encoding: .utf8)).contains("mustermann"))
            let read = try await ledger.succeed("getEntry", path: ["entryId": entry])
            #expect(read["actor"]?["name"] == "erased")
            #expect(read["actor"]?["id"]?.text == ID<User>(Self.erika.id).description)
        }
    }

    @Test func `who made an entry is told by name as long as they are known`() async throws {
        try await LedgerBench.with { ledger in
            let entry = try await self.work(in: ledger)
            for read in [
                try await ledger.succeed("getEntry", path: ["entryId": entry]),
                try #require(try await ledger.succeed("listEntries").items.first),
                try #require(try await ledger.succeed("listMovements").items.first),
            ] { #expect(read["actor"]?["name"] == "erika.mustermann") }
            let listed = try await ledger.rows("SELECT created_by FROM inventory_transactions")
            #expect(try listed[0].decode("created_by") == "erika.mustermann")
            let journal = try await ledger.rows("SELECT DISTINCT actor_name FROM entry")
            #expect(try journal.map { try $0.decode("actor_name", as: String.self) } == [""])
        }
    }

    @Test func `a name that comes after its person was erased is not kept`() async throws {
        try await LedgerBench.with { ledger in
            _ = try await self.work(in: ledger)
            try await self.erase(in: ledger)
            try await self.erase(in: ledger)
            let people = KnownPeople(database: ledger.database.pool)
            try await people.meet(Self.erika)
            #expect(try await self.tables(naming: "mustermann", in: ledger) == [])
        }
    }

    @Test func `who is called otherwise now is so everywhere`() async throws {
        try await LedgerBench.with { ledger in
            let entry = try await self.work(in: ledger)
            let renamed = Principal(
                id: Self.erika.id,
                kind: .user,
                name: "erika.muster",
                permissions: Self.erika.permissions
            )
            try await KnownPeople(database: ledger.database.pool).meet(renamed)
            let read = try await ledger.succeed("getEntry", path: ["entryId": entry])
            #expect(read["actor"]?["name"] == "erika.muster")
        }
    }

    /// Receives, reserves, holds a lot and counts; returns the entry of the receipt.
    private func work(in ledger: LedgerBench) async throws -> String {
        try await ledger.variant("NUT")
        try await ledger.variant("MILK", tracking: .lot)
        let receipt = try await self.ask(
            "postReceipt",
            #"{"location":"LDN-1","lines":[{"sku":"NUT","quantity":"5"}]}"#,
            in: ledger
        )
        _ = try await self.ask(
            "createReservation",
            #"{"warehouse":"LDN","lines":[{"sku":"NUT","quantity":"1"}]}"#,
            in: ledger
        )
        _ = try await self.ask(
            "createCount",
            #"{"location":"LDN-1","blind":true}"#,
            in: ledger
        )
        _ = try await self.ask(
            "createApprovalRule",
            #"{"maximumQuantity":"1","reason":"Audit"}"#,
            in: ledger
        )
        _ = try await ledger.propose(-2, of: "NUT", as: Self.erika)
        let proposal = try await ledger.propose(-3, of: "NUT", as: LedgerBench.admin)
        _ = await ledger.ask("declineProposal", #"{"note":"No"}"#, path: proposal, as: Self.erika)
        return try #require(receipt["id"]?.text)
    }

    private func ask(
        _ operation: String,
        _ body: String,
        in ledger: LedgerBench
    ) async throws -> JSONValue {
        let response = await ledger.ask(operation, body, as: Self.erika)
        try #require(response.status < 300, "\(String(decoding: response.body, as: UTF8.self))")
        return try MessageCoding.decode(JSONValue.self, from: response.body)
    }

    /// Messages that could not be handled, caused by the person and decided upon by them.
    private func leaveLetters(in ledger: LedgerBench) async throws {
        let actor = try MessageCoding.encode(Self.erika.actor)
        _ = try await ledger.rows(
            """
            INSERT INTO dead_letter (
                id, virtual_host, queue, message_id, type, exchange, routing_key, headers, body,
                error_class, error_code, error_text, attempts, failed_at, state, decided_at,
                decided_by
            )
            SELECT gen_random_uuid(), 'suite', 'ledger.evt', gen_random_uuid(), 'test', '', '', '{}',
                \(actor), 'permanent', 'test', '', 1, now(), state, now(),
                convert_from(\(actor), 'UTF8')::jsonb
            FROM unnest(ARRAY['discarded', 'replayed']) AS state
            """
        )
    }

    private func erase(in ledger: LedgerBench) async throws {
        let message = UserErased(userId: ID(Self.erika.id), erasedAt: .now, version: 2)
        try await ledger.database.pool.withTransaction { transaction in
            try UserErasedHandler().handle(
                message,
                context: MessageContext(LedgerBench.request("test")),
                in: transaction
            )
        }
    }

    /// The tables in which a text stands, but those whose rows go by themselves.
    private func tables(naming text: String, in ledger: LedgerBench) async throws -> [String] {
        let all = try await ledger.rows(
            """
            SELECT table_name FROM information_schema.tables
            WHERE table_schema = 'ledger' AND table_type = 'BASE TABLE'
                AND table_name NOT IN ('outbox', 'request_log')
            ORDER BY table_name
            """
        )
        var found: [String] = []
        for row in all {
            let table: String = try row.decode("table_name")
            let rows = try await ledger.rows(
                SQL(
                    verbatim: """
                        SELECT FROM ledger.\(table) AS it
                        WHERE it::text LIKE ANY (
                            ARRAY['%\(text)%', '%' || encode('\(text)', 'hex') || '%']
                        )
                        """
                )
            )
            if !rows.isEmpty { found.append(table) }
        }
        return found
    }
}
