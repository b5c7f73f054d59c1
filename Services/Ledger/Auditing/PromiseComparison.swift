import Contracts
import Kernel
import Postgres

/// Compares lines of reservations with what follows from their history.
///
/// It is one statement, and so sees both as they were at one moment.
enum PromiseComparison {
    /// Which lines are compared.
    enum Scope {
        /// Those by which something is promised now or waits, of a few variants: quick, however many
        /// there ever were.
        case open([ID<Variant>])
        /// All of a variant.
        case all(ID<Variant>)
        /// All of a few reservations.
        case documents([ID<Reservation>])
        /// Those of a variant in a few reservations.
        case reservations([ID<Reservation>], ID<Variant>)

        fileprivate var lines: SQL {
            switch self {
            case .open(let variants):
                """
                SELECT *
                FROM reservation_line
                WHERE variant = ANY (\(variants))
                    AND (reserved > consumed + released OR backordered > 0)
                """
            case .all(let variant):
                "SELECT * FROM reservation_line WHERE variant = \(variant)"
            case .documents(let ids):
                "SELECT * FROM reservation_line WHERE reservation = ANY (\(ids))"
            case .reservations(let ids, let variant):
                """
                SELECT *
                FROM reservation_line
                WHERE variant = \(variant) AND reservation = ANY (\(ids))
                """
            }
        }
    }

    /// Lines of which not all figures are right, with how many there are and how many are.
    static func differences(_ scope: Scope) -> SQL {
        """
        SELECT \(DriftField.reservation.rawValue) AS field, kept_variant AS variant,
            warehouse AS location, NULL::uuid AS lot, reservation AS subject,
            \(Int64(ReservationStore.figures))::bigint * 10000 AS expected,
            right_figures::bigint * 10000 AS found
        FROM (\(fragment: ReservationStore.folded(scope.lines))) AS folded
        WHERE right_figures <> \(Int64(ReservationStore.figures))
        ORDER BY kept_variant, reservation, line
        """
    }

    /// Makes the lines of a variant in a few reservations, and these, what follows from their history.
    static func put(_ ids: [ID<Reservation>], of variant: ID<Variant>) -> [SQL] {
        let folded = ReservationStore.folded(Scope.reservations(ids, variant).lines)
        return [
            """
            UPDATE reservation
            SET warehouse = folded.warehouse,
                state = folded.state,
                expires_at = folded.expires_at,
                release_reason = folded.release_reason,
                version = folded.version
            FROM (\(fragment: folded)) AS folded
            WHERE reservation.id = folded.reservation
            """,
            """
            UPDATE reservation_line AS line
            SET variant = folded.variant,
                reserved = folded.reserved,
                consumed = folded.consumed,
                released = folded.released,
                backordered = folded.backordered
            FROM (\(fragment: folded)) AS folded
            WHERE line.reservation = folded.reservation AND line.line = folded.line
            """,
        ]
    }
}
