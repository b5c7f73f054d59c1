import Foundation
import Kernel
import Postgres
import SealStore
import Sealing
import TestSupport
import Testing

@testable import Ledger

/// What somebody with all rights does to the database is found and named.
@Suite(.requiresPostgres)
struct SealTamperingTests {
    /// Runs `body` with 24 movements in 6 blocks, of which two checkpoints are kept elsewhere.
    private func withSealedLedger(
        _ body: (LedgerBench, _ kept: String) async throws -> Void
    ) async throws {
        try await LedgerBench.withKey { ledger, folder, keyFile in
            try await ledger.variant("NUT")
            let path = folder.appending(path: "kept").path()
            let limits = LedgerBench.sealLimits(keyFile: keyFile)
            let exporter = CheckpointExporter(
                database: ledger.database.pool,
                folder: CheckpointFolder(path: path)
            )
            for _ in 0..<2 {
                try await ledger.post(12)
                try await ledger.seal(limits)
                try await exporter.export()
            }
            #expect(try await ledger.findings(kept: path) == [])
            try await body(ledger, path)
        }
    }

    /// The movement of a sequence number, in SQL.
    private func movement(_ sequence: Int) -> String {
        """
        (SELECT id FROM ledger.movement ORDER BY recorded_at, entry, line, id
            OFFSET \(sequence - 1) LIMIT 1)
        """
    }

    @Test func `any column that is changed is named`() async throws {
        try await self.withSealedLedger { ledger, _ in
            try await ledger.tamper(Self.droppingChecks)
            for table in ["movement", "entry"] {
                for (column, type) in try await self.columns(of: table, in: ledger) {
                    let other = try #require(Self.changes[type], "a column of type \(type)")
                    let key = table == "movement" ? "id" : "entry"
                    try await ledger.tamper(
                        "CREATE TABLE ledger.kept_\(table) AS SELECT * FROM ledger.\(table)",
                        "ALTER TABLE ledger.\(table) DISABLE TRIGGER ALL",
                        """
                        UPDATE ledger.\(table) SET \(column) = \(other(column))
                        WHERE id = (SELECT \(key) FROM ledger.movement
                            WHERE id = \(self.movement(7)))
                        """
                    )
                    let findings = try await ledger.findings()
                    #expect(!findings.isEmpty, "\(table).\(column)")
                    try await ledger.tamper(
                        "DELETE FROM ledger.\(table)",
                        "INSERT INTO ledger.\(table) SELECT * FROM ledger.kept_\(table)",
                        "DROP TABLE ledger.kept_\(table)"
                    )
                }
            }
            #expect(try await ledger.findings() == [])
        }
    }

    /// Rules of single rows do not stop an administrator.
    private static let droppingChecks = """
        do $$
        declare
            rule record;
        begin
            for rule in
                select conrelid::regclass as place, conname
                from pg_constraint
                where contype = 'c' and conparentid = 0 and connamespace = 'ledger'::regnamespace
                    and conrelid in ('ledger.movement'::regclass, 'ledger.entry'::regclass)
            loop
                execute format('alter table %s drop constraint %I', rule.place, rule.conname);
            end loop;
        end
        $$
        """

    /// Another value for a column of each type.
    private static let changes: [String: @Sendable (String) -> String] = [
        "uuid": { _ in "gen_random_uuid()" }, "text": { "coalesce(\($0), '') || 'x'" },
        "integer": { "coalesce(\($0), 0) + 1" }, "bigint": { "coalesce(\($0), 0) + 1" },
        "boolean": { "NOT coalesce(\($0), false)" },
        "timestamp with time zone": { "coalesce(\($0), now()) - interval '1 microsecond'" },
    ]

    private func columns(
        of table: String,
        in ledger: LedgerBench
    ) async throws -> [(name: String, type: String)] {
        try await ledger.rows(
            """
            SELECT column_name::text AS name, data_type::text AS type
            FROM information_schema.columns
            WHERE table_schema = 'ledger' AND table_name = \(table)
            """
        ).map { (try $0.decode("name"), try $0.decode("type")) }
    }

    @Test func `a changed byte is named`() async throws {
        try await self.withSealedLedger { ledger, kept in
            try await ledger.tamper(
                "UPDATE ledger.movement SET quantity = quantity + 1 WHERE id = \(self.movement(7))"
            )
            #expect(try await ledger.findings(kept: kept) == ["changed 7"])
        }
    }

    @Test func `a deleted row is named`() async throws {
        try await self.withSealedLedger { ledger, kept in
            try await ledger.tamper(
                "DELETE FROM ledger.movement WHERE id = \(self.movement(15))"
            )
            #expect(try await ledger.findings(kept: kept) == ["deleted 15"])
        }
    }

    @Test func `rows that were swapped are named`() async throws {
        try await self.withSealedLedger { ledger, kept in
            try await ledger.tamper(
                """
                CREATE TABLE ledger.pair AS
                    SELECT \(self.movement(3)) AS one, \(self.movement(18)) AS other
                """,
                """
                UPDATE ledger.movement SET id = CASE id WHEN one THEN other ELSE one END
                FROM ledger.pair WHERE id IN (one, other)
                """
            )
            #expect(try await ledger.findings(kept: kept) == ["swapped 3"])
        }
    }

    @Test func `a row that was inserted into the past is named`() async throws {
        try await self.withSealedLedger { ledger, kept in
            try await ledger.tamper(
                """
                INSERT INTO ledger.movement
                SELECT gen_random_uuid(), entry, line + 1000, variant, lot, serial, from_location,
                    to_location, quantity, unit_cost, unit_cost_currency, effective_at, recorded_at
                FROM ledger.movement WHERE id = \(self.movement(5))
                """
            )
            // Behind the last line of its entry.
            #expect(try await ledger.findings(kept: kept) == ["inserted 8"])
            // Nor is it sealed later, as if it had been there.
            try await ledger.seal()
            #expect(try await ledger.findings(kept: kept) == ["inserted 8"])
        }
    }

    @Test func `a tail that was cut is named by a kept checkpoint`() async throws {
        try await self.withSealedLedger { ledger, kept in
            try await ledger.tamper(
                """
                DELETE FROM ledger.movement USING ledger.seal_block
                WHERE number = 3 AND recorded_at > end_recorded_at
                """,
                "DELETE FROM ledger.seal_block WHERE number > 3",
                "DELETE FROM ledger.seal_checkpoint WHERE blocks > 3"
            )
            #expect(try await ledger.findings() == [])
            #expect(try await ledger.findings(kept: kept) == ["tail-cut 13"])
        }
    }

    @Test func `a chain that was rewritten is named by a kept checkpoint`() async throws {
        try await self.withSealedLedger { ledger, kept in
            try await ledger.tamper(
                "UPDATE ledger.movement SET quantity = quantity + 1 WHERE id = \(self.movement(15))",
                "TRUNCATE ledger.seal_block, ledger.seal_checkpoint"
            )
            try await ledger.seal()
            #expect(try await ledger.findings() == [])
            // Every block has been sealed at another time, so no checkpoint is of this chain.
            #expect(try await ledger.findings(kept: kept) == ["rewritten 1"])
        }
    }

    @Test func `the first movement that no kept checkpoint proves is named`() async throws {
        try await self.withSealedLedger { ledger, kept in
            try await ledger.tamper(
                "UPDATE ledger.movement SET quantity = quantity + 1 WHERE id = \(self.movement(15))",
                "DELETE FROM ledger.seal_block WHERE number > 3",
                "DELETE FROM ledger.seal_checkpoint WHERE blocks > 3"
            )
            try await ledger.seal()
            #expect(try await ledger.findings() == [])
            // The first checkpoint is of three blocks of four, and they are what they were.
            #expect(try await ledger.findings(kept: kept) == ["rewritten 13"])
        }
    }

    @Test func `a checkpoint that the database still has names it, too`() async throws {
        try await self.withSealedLedger { ledger, _ in
            try await ledger.tamper(
                "UPDATE ledger.movement SET quantity = quantity + 1 WHERE id = \(self.movement(15))",
                "TRUNCATE ledger.seal_block"
            )
            try await ledger.seal()
            #expect(try await ledger.findings() == ["rewritten 1"])
        }
    }

    @Test func `an export is found as whole as the ledger, or as little`() async throws {
        try await self.withSealedLedger { ledger, kept in
            let file = "\(kept)/ledger.ndjson"
            try await ledger.export(to: file)
            let whole = try ExportVerification(folder: kept).run(file: file)
            #expect(whole.findings == [])
            #expect(whole.read.movements == 24)
            try await ledger.tamper(
                "DELETE FROM ledger.movement WHERE id = \(self.movement(15))",
                "UPDATE ledger.entry SET note = 'x' WHERE id = (SELECT entry FROM ledger.movement"
                    + " WHERE id = \(self.movement(1)))"
            )
            try await ledger.export(to: file)
            let findings = try ExportVerification(folder: kept).run(file: file).findings
            #expect(findings.map(\.class) == [.changed, .deleted])
            #expect(findings.map(\.sequence) == [1, 15])
        }
    }

    @Test func `a seal that was changed is named`() async throws {
        try await self.withSealedLedger { ledger, _ in
            try await ledger.tamper(
                """
                UPDATE ledger.seal_block SET leaves = set_byte(leaves, 80, 255 - get_byte(leaves, 80))
                WHERE number = 2
                """
            )
            // The second leaf of a block of four.
            #expect(try await ledger.findings() == ["changed 6"])
        }
    }

    @Test func `a block that was deleted is named`() async throws {
        try await self.withSealedLedger { ledger, _ in
            try await ledger.tamper("DELETE FROM ledger.seal_block WHERE number = 2")
            #expect(try await ledger.findings() == ["deleted 5"])
        }
    }

    @Test func `behind many blocks that were deleted the others are still verified`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            try await ledger.post(30)
            try await ledger.seal(LedgerBench.sealLimits(movements: 1))
            try await ledger.tamper(
                "DELETE FROM ledger.seal_block WHERE number BETWEEN 4 AND 20",
                "UPDATE ledger.movement SET quantity = quantity + 1 WHERE id = \(self.movement(24))"
            )
            #expect(try await ledger.findings() == ["deleted 4", "changed 24"])
        }
    }
}
