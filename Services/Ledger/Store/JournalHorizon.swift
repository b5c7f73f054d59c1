import Kernel
import Postgres

/// The time up to which the journal is complete: nothing will be recorded before it any more.
///
/// A batch reads its clock some time before others see what it wrote. Until then it holds an
/// advisory lock whose key is an earlier time, in microseconds, so the least of those keys tells
/// how far one can look.
struct JournalHorizon: Sendable {
    let time: Timestamp
    /// When the horizon was asked for.
    let askedAt: Timestamp

    /// Whether everything is seen that was answered before somebody asked at `time`.
    func reaches(_ time: Timestamp) -> Bool { self.time.advanced(by: .microseconds(1)) >= time }

    /// Keeps the horizon where it is until the transaction ends; comes before it reads its clock.
    ///
    /// Returns the time that is held, as `now`.
    static let hold: SQL = """
        SELECT now, pg_advisory_xact_lock_shared((extract(epoch FROM now) * 1000000)::bigint)
        FROM (SELECT clock_timestamp() AS now OFFSET 0) AS clock
        """

    /// Reads the horizon; valid for snapshots taken after this statement.
    ///
    /// The clock is that of the statement, which began before it read the locks: a batch that comes
    /// later has a later time. Keys of other locks are hashes, of which one in a hundred million
    /// looks like a time of the last day.
    static let statement: SQL = """
        SELECT least(now, min(held)) - interval '1 microsecond' AS horizon, now
        FROM (SELECT statement_timestamp() AS now) AS clock
        LEFT JOIN (
            SELECT timestamptz 'epoch'
                + (classid::bigint * 4294967296 + objid::bigint) * interval '1 microsecond'
                AS held
            FROM pg_locks
            WHERE locktype = 'advisory' AND objsubid = 1 AND classid::bigint < 1048576
                AND database = (
                    SELECT oid FROM pg_database WHERE datname = current_database()
                )
        ) AS batch ON held > now - interval '1 day'
        GROUP BY now
        """

    init(_ row: Row) throws {
        self.time = try row.decode("horizon")
        self.askedAt = try row.decode("now")
    }
}
