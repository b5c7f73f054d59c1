import Contracts
import Kernel
import Postgres

/// What was promised and withheld at the times that are asked for.
///
/// A promise, whatever becomes of it and what a lot may be used for have no other time than that of
/// their record, so they count as they were at ``recorded``.
extension StockTime {
    /// By how much more of the variant was promised in each warehouse after a time, or less.
    static func promises(after time: Timestamp) -> SQL {
        """
        SELECT change.warehouse,
            sum(line.reserved - line.consumed - line.released)::bigint AS quantity
        FROM reservation_change_line AS line
        JOIN reservation_change AS change USING (reservation, version)
        WHERE line.variant = variant.id AND line.recorded_at > \(time)
        GROUP BY 1
        """
    }

    /// Whether it is known what was promised at a time: reservations that were there when their
    /// histories began may have been anything before.
    static func remembersPromises(at time: Timestamp) -> SQL {
        "\(time) >= coalesce((\(fragment: self.promisesBegan)), '-infinity')"
    }

    /// From when on it is known what was promised; `NULL` for always.
    static let promisesBegan: SQL = """
        SELECT max(recorded_at) AS time FROM reservation_change WHERE step = 'began'
        """

    /// The status of the joined lot, or the one that it had; `NULL` where there is none.
    ///
    /// One that was not there yet is taken to have been what it was first: what it was made with has a
    /// record where that is not `released`.
    var lotStatus: SQL {
        guard let time = self.recorded else { return "lot.status" }
        return """
            CASE WHEN lot.id IS NOT NULL THEN coalesce(
                (
                    SELECT change.status
                    FROM lot_change AS change
                    WHERE change.lot = lot.id AND change.recorded_at <= \(time)
                    ORDER BY change.version DESC
                    LIMIT 1
                ),
                (
                    SELECT change.status
                    FROM lot_change AS change
                    WHERE change.lot = lot.id AND change.version = 1
                ),
                'released'
            ) END
            """
    }
}
