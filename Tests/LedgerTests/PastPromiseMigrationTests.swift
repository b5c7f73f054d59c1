import Contracts
import Kernel
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Changes of reservations that are older than the times of their lines.
@Suite(.requiresPostgres)
struct PastPromiseMigrationTests {
    private static let name = "V0046_past_promises"

    @Test func `lines that were there have the time of their change, if there is one`() async throws
    {
        try await withUpgradedLedger(to: Self.name, from: Self.rows) { database in
            let lines = try await database.lines(
                """
                SELECT (version, line, extract(year FROM recorded_at))::text AS line
                FROM reservation_change_line
                ORDER BY version, line
                """
            )
            #expect(lines == ["(1,1,2025)", "(1,2,2025)", "(2,1,2026)", "(3,1,)"])
        }
    }

    /// Two changes with three lines, and a line of a change that there is not.
    private static let rows = """
        SET search_path = ledger;
        SET session_replication_role = replica;
        INSERT INTO reservation_change (
            reservation, version, step, warehouse, state, actor_kind, actor_name, recorded_at
        )
        SELECT uuid(repeat('1', 32)), version, 'made', gen_random_uuid(), 'pending', 'user', 'x',
            make_timestamptz(2024 + version, 6, 1, 0, 0, 0)
        FROM generate_series(1, 2) AS version;
        INSERT INTO reservation_change_line (
            reservation, version, line, variant, reserved, consumed, released, backordered
        )
        SELECT uuid(repeat('1', 32)), version, line, gen_random_uuid(), 1, 0, 0, 0
        FROM (VALUES (1, 1), (1, 2), (2, 1), (3, 1)) AS change (version, line);
        """
}
