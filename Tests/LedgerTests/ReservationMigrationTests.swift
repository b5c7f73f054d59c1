import Contracts
import Kernel
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Reservations that are older than their histories.
@Suite(.requiresPostgres)
struct ReservationMigrationTests {
    private static let name = "V0039_reservation_change"

    @Test func `what was there has a history that begins with what it is, whatever that is`()
        async throws
    {
        try await withUpgradedLedger(to: Self.name, from: Self.rows) { database in
            let rows = try await database.lines(Self.history)
            #expect(
                rows == [
                    "(1,7,began,pending,,ledger,1,50000,20000,0,0)",
                    "(2,3,began,released,\"No more\",ledger,1,-5,70000,0,-1)",
                    "(2,3,began,released,\"No more\",ledger,2,10000,0,10000,0)",
                    "(3,1,began,released,,ledger,,,,,)",
                ]
            )
        }
    }

    /// A promise that is open, one that is no promise any more and never could be, and one without lines.
    private static let rows = """
        SET search_path = ledger;
        SET session_replication_role = replica;
        ALTER TABLE reservation_line DROP CONSTRAINT nothing_is_taken_twice;
        ALTER TABLE reservation_line DROP CONSTRAINT promise_is_not_negative;
        INSERT INTO reservation (
            id, warehouse, state, release_reason, actor_kind, actor_name, created_at, updated_at,
            version
        )
        SELECT uuid(lpad(number::text, 32, '0')), gen_random_uuid(), state, reason, 'user', 'x', now(),
            now(), version
        FROM (
            VALUES (1, 'pending', NULL, 7), (2, 'released', 'No more', 3), (3, 'released', NULL, 1)
        ) AS kept (number, state, reason, version);
        INSERT INTO reservation_line (
            reservation, line, variant, reserved, consumed, released, backordered
        )
        SELECT uuid(lpad(number::text, 32, '0')), line, gen_random_uuid(), reserved, consumed,
            released, backordered
        FROM (
            VALUES (1, 1, 50000, 20000, 0, 0), (2, 1, -5, 70000, 0, -1), (2, 2, 10000, 0, 10000, 0)
        ) AS kept (number, line, reserved, consumed, released, backordered);
        """

    private static let history: SQL = """
        SELECT (
            right(change.reservation::text, 1), change.version, change.step, change.state,
            change.reason, change.actor_name, line.line, line.reserved, line.consumed,
            line.released, line.backordered
        )::text AS line
        FROM reservation_change AS change
        LEFT JOIN reservation_change_line AS line USING (reservation, version)
        ORDER BY change.reservation, line.line
        """
}
