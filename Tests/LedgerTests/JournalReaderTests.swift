import Contracts
import Kernel
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// How far readers of the journal are told that they have looked.
@Suite(.requiresPostgres)
struct JournalReaderTests {
    /// Sessions of this database that rest in a statement.
    private static let resting: SQL = """
        SELECT count(*) AS count
        FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event = 'PgSleep'
        """

    @Test func `rows are not told to be from a horizon that others saw after them`()
        async throws
    {
        try await LedgerBench.with { ledger in
            let database = ledger.database.pool
            let reader = JournalReader(database: database)
            // A read that has its horizon, and is still at its rows.
            async let slow = reader.read(
                """
                SELECT count(movement.id) AS count
                FROM pg_sleep(1) AS rest
                LEFT JOIN movement ON true
                """
            )
            try await eventually("the rows are being read") {
                try await PostgresSession.with(ledger.database.administration) { session in
                    try await session.withTransaction { transaction in
                        try transaction.execute(Self.resting)[0].decode("count", as: Int64.self) > 0
                    }
                }
            }
            try await ledger.variant("NUT")
            try await ledger.receive(1, of: "NUT")
            let later = try await reader.horizon()
            let (rows, horizon) = try await slow
            #expect(try rows[0].decode("count", as: Int64.self) == 0)
            let recordedAt: Timestamp = try await ledger.rows("SELECT recorded_at FROM movement")[0]
                .decode("recorded_at")
            #expect(recordedAt <= later)
            #expect(horizon < recordedAt)
        }
    }
}
