import Contracts
import Kernel
import Postgres

/// How far the journal was looked through for facts from before a count.
enum CountPosition {
    /// Holds the position until the transaction ends.
    static let lock: SQL = "SELECT recorded_at FROM count_position FOR UPDATE"

    static func advance(to time: Timestamp) -> SQL {
        "UPDATE count_position SET recorded_at = \(time)"
    }

    /// Whether anything was recorded since; a position that stays is not written.
    ///
    /// The last movement says so. Whether one is later, a planner that does not know the position looks
    /// for in the whole journal.
    static let news: SQL = """
        SELECT coalesce(
            (SELECT recorded_at FROM movement ORDER BY recorded_at DESC LIMIT 1)
                > (SELECT recorded_at FROM count_position),
            false
        ) AS are_there
        """

    /// Where the window ends that begins after a position and has so many movements; the horizon
    /// where there are fewer.
    static func end(
        after position: Timestamp,
        before horizon: Timestamp,
        movements: Int
    ) -> SQL {
        """
        SELECT coalesce((
            SELECT movement.recorded_at
            FROM movement
            WHERE movement.recorded_at > \(position) AND movement.recorded_at <= \(horizon)
            ORDER BY movement.recorded_at
            OFFSET \(movements)
            LIMIT 1
        ), \(horizon)) AS recorded_at
        """
    }

    /// Marks what was counted after something happened that was recorded in the window.
    ///
    /// The entries of counts themselves are among the movements: one changes the level at which a later
    /// count of the same goods was made.
    static func mark(after position: Timestamp, through end: Timestamp) -> SQL {
        """
        UPDATE count_result
        SET marks = marks + 1
        FROM (
            SELECT DISTINCT result.id
            FROM movement
            CROSS JOIN LATERAL (
                VALUES (movement.from_location), (movement.to_location)
            ) AS ends (location)
            LEFT JOIN serial ON serial.id = movement.serial
            JOIN count_result AS result ON result.variant = movement.variant
                AND result.location = ends.location
                AND result.observed_at >= \(fragment: CountLevels.happened)
                AND (
                    CASE WHEN result.is_tracked AND movement.serial IS NOT NULL
                        THEN result.serial = serial.number
                        ELSE result.serial IS NULL
                            AND result.lot = coalesce(movement.lot, \(ID<Lot>.none))
                    END
                )
            WHERE movement.recorded_at > \(position) AND movement.recorded_at <= \(end)
        ) AS touched
        WHERE count_result.id = touched.id
        """
    }

    /// How long ago the oldest movement was recorded that was not looked at.
    static let lag: SQL = """
        SELECT coalesce(extract(epoch FROM clock_timestamp() - (
            SELECT movement.recorded_at
            FROM movement
            WHERE movement.recorded_at > (SELECT recorded_at FROM count_position)
            ORDER BY movement.recorded_at
            LIMIT 1
        )), 0)::double precision AS seconds
        """
}
