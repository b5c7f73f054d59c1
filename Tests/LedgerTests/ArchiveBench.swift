import Contracts
import Foundation
import Kernel
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger
@testable import Operator

/// A ledger whose journal began many months ago, and another table space.
struct ArchiveBench {
    let ledger: LedgerBench
    let tablespace: String

    /// How long ago everything was recorded that ``age()`` finds.
    static let age = 30

    /// How the owner of the journal connects, as migrations do.
    var owner: PostgresConfiguration {
        self.ledger.database.ownerConfiguration(of: "ledger")
    }

    var archive: JournalArchive {
        get throws { try JournalArchive(owner: self.owner, limits: Self.limits) }
    }

    /// For tests that do not wait.
    static var limits: ArchiveLimits {
        var limits = ArchiveLimits()
        limits.lockTimeout = .milliseconds(100)
        limits.attempts = 50
        limits.pause = .milliseconds(20)
        return limits
    }

    /// Runs `body` with a ledger and an empty table space, which is gone afterwards.
    static func with(_ body: (ArchiveBench) async throws -> Void) async throws {
        let unique = UUID().uuidString.lowercased().filter { $0 != "-" }
        let name = "stockbook_cold_\(unique)"
        let server = try #require(TestServer.configured)
        do {
            try await LedgerBench.with { ledger in
                try await PostgresSession.with(ledger.database.administration) { session in
                    // In the folder of the server, which no test may write to.
                    try await session.execute(script: "SET allow_in_place_tablespaces = on")
                    try await session.execute(script: "CREATE TABLESPACE \(name) LOCATION ''")
                    try await session.execute(
                        script: "GRANT CREATE ON TABLESPACE \(name) TO ledger_owner"
                    )
                }
                try await body(ArchiveBench(ledger: ledger, tablespace: name))
            }
        } catch {
            try await Self.drop(name, on: server)
            throw error
        }
        try await Self.drop(name, on: server)
    }

    /// Drops a table space, after the database that used it.
    private static func drop(_ tablespace: String, on server: TestServer) async throws {
        try await PostgresSession.with(PostgresConfiguration(url: server.url)) { session in
            try await session.execute(script: "DROP TABLESPACE IF EXISTS \(tablespace)")
        }
    }

    /// Lets everything that was posted so far be as old as if it had been posted then.
    func age() async throws {
        let shift = "interval '\(Self.age) months'"
        func aged(_ column: String) -> String {
            """
            (left(replace(inbox_bound(recorded_at - \(shift))::text, '-', ''), 12)
                || substr(replace(\(column)::text, '-', ''), 13))::uuid
            """
        }
        try await PostgresSession.with(self.owner) { session in
            try await session.execute(
                script: """
                    DO $$
                    DECLARE
                        first timestamptz := date_trunc('month', now() - \(shift), 'UTC');
                        name text := 'movement_' || to_char(first AT TIME ZONE 'UTC', 'YYYYMM');
                    BEGIN
                        EXECUTE format(
                            'CREATE TABLE %I PARTITION OF movement FOR VALUES FROM (%L) TO (%L)',
                            name, first, (first AT TIME ZONE 'UTC' + interval '1 month')
                                AT TIME ZONE 'UTC'
                        );
                        PERFORM check_entries_of(name::regclass);
                    END
                    $$
                    """
            )
        }
        try await self.ledger.tamper(
            """
            UPDATE movement SET id = \(aged("id")), entry = \(aged("entry")),
                effective_at = effective_at - \(shift), recorded_at = recorded_at - \(shift)
            """,
            """
            UPDATE entry SET id = \(aged("id")), effective_at = effective_at - \(shift),
                recorded_at = recorded_at - \(shift)
            """
        )
    }

    /// What a client sees of the journal, of stock now and of stock long ago.
    func sight() async throws -> [JSONValue] {
        let past = Timestamp.now.advanced(by: .seconds(-86_400 * 365))
        var sight: [JSONValue] = []
        for operation in ["listMovements", "listEntries"] {
            sight += try await self.ledger.items(operation, [:], limit: 7)
        }
        for query in [[:], ["asOf": past.description], ["knownAt": past.description]] {
            let stock = try await self.ledger.succeed(
                "getStock",
                path: ["sku": "NUT"],
                query: query
            )
            sight.append(try #require(stock["onHand"]))
        }
        return sight
    }

    /// The table of the old month.
    private static let month: SQL = """
        (
            SELECT oid FROM pg_class
            WHERE relnamespace = 'ledger'::regnamespace AND relname = 'movement_' || to_char(
                now() AT TIME ZONE 'UTC' - interval '30 months', 'YYYYMM'
            )
        )
        """

    /// The table spaces of the old month and its indexes.
    func tablespaces() async throws -> Set<String?> {
        let rows = try await self.ledger.rows(
            """
            SELECT spcname::text AS name
            FROM pg_class AS relation
            LEFT JOIN pg_tablespace ON pg_tablespace.oid = relation.reltablespace
            WHERE relation.oid = \(fragment: Self.month) OR relation.oid IN (
                SELECT indexrelid FROM pg_index WHERE indrelid = \(fragment: Self.month)
            )
            """
        )
        return Set(try rows.map { try $0.decode("name", as: String?.self) })
    }

    /// The indexes, rules and triggers of the old month, each as text, in order.
    func shape() async throws -> [String] {
        try await self.ledger.rows(
            """
            SELECT regexp_replace(pg_get_indexdef(indexrelid), '^.* USING ', '')
                || ' ' || indisunique || ' of ' || coalesce(inhparent::regclass::text, 'nothing')
            FROM pg_index
            LEFT JOIN pg_inherits ON inhrelid = indexrelid
            WHERE indrelid = \(fragment: Self.month)
            UNION ALL
            SELECT contype::text || ' ' || pg_get_constraintdef(oid) || ' ' || coninhcount
            FROM pg_constraint
            WHERE conrelid = \(fragment: Self.month)
            UNION ALL
            SELECT tgname::text FROM pg_trigger WHERE tgrelid = \(fragment: Self.month)
            ORDER BY 1
            """
        ).map { try $0.decode(0) }
    }
}
