import Postgres

/// Reservations, made again of their changes in a session's own tables.
enum RebuiltPromises {
    static let fill: [SQL] = [
        "DELETE FROM reservation_line", "DELETE FROM reservation",
        """
        INSERT INTO reservation (
            id, warehouse, state, expires_at, release_reason, actor_kind, actor_name, created_at,
            updated_at, version
        )
        SELECT DISTINCT ON (change.reservation)
            change.reservation, change.warehouse, change.state, change.expires_at, given.reason,
            change.actor_kind, change.actor_name, change.recorded_at, change.recorded_at,
            change.version
        FROM reservation_change AS change
        LEFT JOIN LATERAL (
            \(fragment: ReservationStore.reason(of: "change.reservation"))
        ) AS given ON true
        ORDER BY change.reservation, change.version DESC
        """,
        // What no line can be is left out, and so differs.
        """
        INSERT INTO reservation_line (
            reservation, line, variant, reserved, consumed, released, backordered
        )
        SELECT *
        FROM (
            SELECT reservation, line, (array_agg(variant ORDER BY version))[1] AS variant,
                \(fragment: .clamped("sum(reserved)")) AS reserved,
                \(fragment: .clamped("sum(consumed)")) AS consumed,
                \(fragment: .clamped("sum(released)")) AS released,
                \(fragment: .clamped("sum(backordered)")) AS backordered
            FROM reservation_change_line
            GROUP BY 1, 2
        ) AS folded
        WHERE reserved >= 0 AND backordered >= 0 AND consumed >= 0 AND released >= 0
            AND consumed::numeric + released <= reserved
        """,
    ]

    /// Lines together with what their reservations are.
    static func rows(in schema: String) -> String {
        """
        SELECT line.*, reservation.warehouse, reservation.state, reservation.expires_at,
            reservation.release_reason, reservation.version
        FROM \(schema).reservation_line AS line
        JOIN \(schema).reservation ON reservation.id = line.reservation
        """
    }
}
