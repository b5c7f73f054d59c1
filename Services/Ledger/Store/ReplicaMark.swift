import Kernel
import Postgres

/// The horizon of the journal as a standby shows it: the one row of `replica_mark`.
///
/// A standby has no locks of batches, by which ``JournalHorizon`` is found on the primary. But it
/// repeats commits in their order: whatever was committed before the mark was written, and so all
/// that was recorded up to its horizon, is there wherever the mark is seen.
enum ReplicaMark {
    /// Writes the horizon of now; run on the primary alone.
    static let make: SQL = """
        INSERT INTO replica_mark AS mark (marked_at, recorded_to)
        SELECT now, horizon FROM (\(fragment: JournalHorizon.statement)) AS journal
        ON CONFLICT (is_only) DO UPDATE
        SET marked_at = greatest(mark.marked_at, excluded.marked_at),
            recorded_to = greatest(mark.recorded_to, excluded.recorded_to)
        RETURNING marked_at
        """

    static let marks = ReplicaMarks(
        make: ReplicaMark.make,
        last: "SELECT marked_at FROM replica_mark"
    )

    /// Up to when the journal is complete on a standby, for transactions that begin later.
    static func horizon(on replica: PostgresPool) async throws -> Timestamp {
        let rows = try await replica.read(
            """
            SELECT coalesce(
                (SELECT recorded_to FROM replica_mark), timestamptz 'epoch'
            ) AS horizon
            """
        )
        return try rows[0].decode("horizon")
    }
}
