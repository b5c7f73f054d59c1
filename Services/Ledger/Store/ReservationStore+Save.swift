import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Postgres

extension ReservationStore {
    /// Adds reservations; an identifier that somebody else took meanwhile fails.
    static func add(_ reservations: [StockReservation], at time: Timestamp) -> SQL {
        """
        INSERT INTO reservation (
            id, warehouse, state, expires_at, priority, source, document, note, release_reason, actor_kind,
            actor_id, actor_name, created_at, version, updated_at
        )
        SELECT *, \(time)
        FROM unnest(
            \(reservations.map(\.id)),
            \(reservations.map(\.warehouse)),
            \(reservations.map(\.state.rawValue)),
            \(reservations.map(\.expiresAt)),
            \(reservations.map { Int32(clamping: $0.priority) }),
            \(reservations.map(\.reference?.source)),
            \(reservations.map(\.reference?.document)),
            \(reservations.map(\.note)),
            \(reservations.map(\.releaseReason)),
            \(reservations.map(\.actor.kind.rawValue)),
            \(reservations.map(\.actor.id)),
            \(reservations.map(\.actor.name)),
            \(reservations.map(\.createdAt)),
            \(reservations.map(\.version))
        )
        """
    }

    /// Writes what became of reservations that were there before the batch.
    static func update(_ reservations: [StockReservation], at time: Timestamp) -> SQL {
        """
        UPDATE reservation
        SET state = changed.state,
            expires_at = changed.expires_at,
            release_reason = changed.release_reason,
            version = changed.version,
            updated_at = \(time)
        FROM unnest(
            \(reservations.map(\.id)),
            \(reservations.map(\.state.rawValue)),
            \(reservations.map(\.expiresAt)),
            \(reservations.map(\.releaseReason)),
            \(reservations.map(\.version))
        ) AS changed (id, state, expires_at, release_reason, version)
        WHERE reservation.id = changed.id
        """
    }

    /// Writes the lines of reservations as they are after a batch.
    static func saveLines(of reservations: [StockReservation]) -> SQL {
        let rows = reservations.flatMap { reservation in
            reservation.lines.enumerated().map { (reservation.id, Int32($0 + 1), $1) }
        }
        return """
            INSERT INTO reservation_line (
                reservation, line, variant, reserved, consumed, released, backordered, reference
            )
            SELECT *
            FROM unnest(
                \(rows.map(\.0)),
                \(rows.map(\.1)),
                \(rows.map(\.2.variant)),
                \(rows.map(\.2.reserved)),
                \(rows.map(\.2.consumed)),
                \(rows.map(\.2.released)),
                \(rows.map(\.2.backordered)),
                \(rows.map(\.2.reference))
            )
            ON CONFLICT (reservation, line) DO UPDATE
            SET reserved = excluded.reserved,
                consumed = excluded.consumed,
                released = excluded.released,
                backordered = excluded.backordered
            """
    }
}
