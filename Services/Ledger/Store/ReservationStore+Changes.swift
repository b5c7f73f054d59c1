import Contracts
import Kernel
import LedgerDomain
import Postgres

/// The `reservation_change` and `reservation_change_line` tables, which only grow.
extension ReservationStore {
    /// Remembers what was made of reservations, in the order in which it was.
    static func remember(_ changes: [ReservationChange], at time: Timestamp) -> SQL {
        let lines = changes.flatMap { change in change.lines.map { (change.reservation, $0) } }
        return """
            WITH changed AS (
                INSERT INTO reservation_change (
                    reservation, version, step, warehouse, state, expires_at, reason, entry,
                    actor_kind, actor_id, actor_name, recorded_at
                )
                SELECT *, \(time)
                FROM unnest(
                    \(changes.map(\.reservation.id)),
                    \(changes.map(\.reservation.version)),
                    \(changes.map(\.step.rawValue)),
                    \(changes.map(\.reservation.warehouse)),
                    \(changes.map(\.reservation.state.rawValue)),
                    \(changes.map(\.reservation.expiresAt)),
                    \(changes.map(\.reason)),
                    \(changes.map(\.entry)),
                    \(changes.map(\.actor.kind.rawValue)),
                    \(changes.map(\.actor.id)),
                    \(changes.map(\.actor.name))
                )
            )
            INSERT INTO reservation_change_line (
                reservation, version, line, variant, reserved, consumed, released, backordered,
                recorded_at
            )
            SELECT *, \(time)
            FROM unnest(
                \(lines.map(\.0.id)),
                \(lines.map(\.0.version)),
                \(lines.map { Int32($0.1.number) }),
                \(lines.map(\.1.variant)),
                \(lines.map(\.1.reserved)),
                \(lines.map(\.1.consumed)),
                \(lines.map(\.1.released)),
                \(lines.map(\.1.backordered))
            )
            """
    }

    /// The changes of a reservation, the latest first.
    ///
    /// - Parameter version: Where the ones that are wanted end; `nil` for the last one.
    static func changes(
        of reservation: ID<Reservation>,
        before version: Int64?,
        limit: Int
    ) -> SQL {
        """
        SELECT *
        FROM reservation_change
        WHERE reservation = \(reservation) AND version < \(version ?? .max)
        ORDER BY version DESC
        LIMIT \(limit)
        """
    }

    /// What changes made of lines, with what the goods are called.
    static func changedLines(of reservation: ID<Reservation>, in versions: [Int64]) -> SQL {
        """
        SELECT line.*, variant.sku
        FROM reservation_change_line AS line
        LEFT JOIN variant ON variant.id = line.variant
        WHERE line.reservation = \(reservation) AND line.version = ANY (\(versions))
        ORDER BY line.version, line.line
        """
    }

    /// Steps whose reason the reservation keeps, where they give one.
    private static let explaining: [ReservationStep] = [.began, .released, .withdrawn]

    /// Why stock of a reservation was given up, as the last change that said it did.
    static func reason(of reservation: SQL) -> SQL {
        """
        SELECT reason
        FROM reservation_change
        WHERE reservation = \(fragment: reservation) AND reason IS NOT NULL
            AND step = ANY (\(Self.explaining.map(\.rawValue)))
        ORDER BY version DESC
        LIMIT 1
        """
    }

    /// What the lines among `lines` are by their history, and how many of their figures are so.
    ///
    /// One that has none promises nothing.
    static func folded(_ lines: SQL) -> SQL {
        """
        SELECT line.reservation, line.line, line.variant AS kept_variant,
            coalesce(folded.variant, line.variant) AS variant,
            coalesce(last.warehouse, reservation.warehouse) AS warehouse,
            coalesce(last.state, 'released') AS state,
            last.expires_at, last.release_reason,
            coalesce(last.version, reservation.version) AS version,
            folded.reserved, folded.consumed, folded.released, folded.backordered,
            (
                (line.variant = coalesce(folded.variant, line.variant))::integer
                + (line.reserved = folded.reserved)::integer
                + (line.consumed = folded.consumed)::integer
                + (line.released = folded.released)::integer
                + (line.backordered = folded.backordered)::integer
                + (reservation.warehouse = coalesce(last.warehouse, reservation.warehouse))::integer
                + (reservation.state = coalesce(last.state, 'released'))::integer
                + (reservation.expires_at IS NOT DISTINCT FROM last.expires_at)::integer
                + (reservation.release_reason IS NOT DISTINCT FROM last.release_reason)::integer
                + (reservation.version = coalesce(last.version, reservation.version))::integer
            ) AS right_figures
        FROM (\(fragment: lines)) AS line
        JOIN reservation ON reservation.id = line.reservation
        LEFT JOIN LATERAL (
            SELECT change.*,
                (\(fragment: Self.reason(of: "line.reservation"))) AS release_reason
            FROM reservation_change AS change
            WHERE change.reservation = line.reservation
            ORDER BY change.version DESC
            LIMIT 1
        ) AS last ON true
        CROSS JOIN LATERAL (
            SELECT (array_agg(change.variant ORDER BY change.version))[1] AS variant,
                \(fragment: .clamped("coalesce(sum(change.reserved), 0)")) AS reserved,
                \(fragment: .clamped("coalesce(sum(change.consumed), 0)")) AS consumed,
                \(fragment: .clamped("coalesce(sum(change.released), 0)")) AS released,
                \(fragment: .clamped("coalesce(sum(change.backordered), 0)")) AS backordered
            FROM reservation_change_line AS change
            WHERE change.reservation = line.reservation AND change.line = line.line
        ) AS folded
        """
    }

    /// How many figures ``folded(_:)`` compares of a line.
    static let figures = 10
}
