import Contracts
import Kernel
import LedgerDomain
import Postgres

/// Who holds what, and what is on the road.
extension StockTerms {
    /// Reservations that are named; the others are told as one.
    static let maximumNamed = 500

    func reservations(sign: Int64) -> SQL {
        let row = Self.row(
            "'reservation'",
            [
                "warehouse": "place.id", "code": "place.code", "quantity": "sum(open) * \(sign)",
                "count": "count(*)", "first_at": "min(created_at)", "last_at": "max(created_at)",
                "subject": "named", "source": "min(source)", "document": "min(document)",
                "expires_at": "min(expires_at)", "actor_name": "min(actor_name)",
            ]
        )
        return """
            SELECT \(fragment: row)
            FROM (
                SELECT held.*, CASE
                    WHEN row_number() OVER (ORDER BY held.created_at, held.id)
                        <= \(Self.maximumNamed)
                    THEN held.id
                END AS named
                FROM (\(fragment: self.time.recorded.map(self.held) ?? self.held)) AS held
                JOIN place ON place.id = held.warehouse
            ) AS holder
            JOIN place ON place.id = holder.warehouse
            GROUP BY place.id, place.code, named
            """
    }

    /// What each reservation holds now.
    private var held: SQL {
        """
        SELECT reservation.id, reservation.warehouse, reservation.created_at,
            reservation.source, reservation.document, reservation.expires_at,
            reservation.actor_name,
            sum(line.reserved - line.consumed - line.released) AS open
        FROM reservation_line AS line
        JOIN reservation ON reservation.id = line.reservation AND reservation.state = 'pending'
        WHERE line.variant = \(self.variant) AND line.reserved > line.consumed + line.released
        GROUP BY reservation.id
        """
    }

    /// What each held at a time, by its history: those that hold something now, and those of which
    /// something became later.
    private func held(at time: Timestamp) -> SQL {
        """
        SELECT reservation.id, reservation.warehouse, reservation.created_at,
            reservation.source, reservation.document, last.expires_at, reservation.actor_name,
            promised.open
        FROM (
            SELECT line.reservation
            FROM reservation_line AS line
            WHERE line.variant = \(self.variant)
                AND line.reserved > line.consumed + line.released
            UNION
            SELECT line.reservation
            FROM reservation_change_line AS line
            WHERE line.variant = \(self.variant) AND line.recorded_at > \(time)
        ) AS candidate
        JOIN reservation ON reservation.id = candidate.reservation
        CROSS JOIN LATERAL (
            SELECT sum(line.reserved - line.consumed - line.released) AS open
            FROM reservation_change_line AS line
            WHERE line.reservation = candidate.reservation AND line.variant = \(self.variant)
                AND coalesce(line.recorded_at, '-infinity') <= \(time)
        ) AS promised
        LEFT JOIN LATERAL (
            SELECT change.expires_at
            FROM reservation_change AS change
            WHERE change.reservation = candidate.reservation AND change.recorded_at <= \(time)
            ORDER BY change.version DESC
            LIMIT 1
        ) AS last ON true
        WHERE promised.open <> 0
        """
    }

    /// What the entries of orders have put on the road and taken from it.
    var transfers: SQL {
        let row = Self.row(
            "'transfer'",
            [
                "warehouse": "place.id", "code": "place.code", "quantity": "road.quantity",
                "count": "road.count", "first_at": "orders.created_at",
                "last_at": "orders.created_at", "subject": "orders.id", "source": "orders.source",
                "document": "orders.document", "actor_name": "orders.actor_name",
            ]
        )
        return """
            SELECT \(fragment: row)
            FROM (
                \(fragment: Arrivals.movements(of: "= \(self.variant)", at: self.time))
            ) AS road
            JOIN transfer_order AS orders ON orders.id = road.transfer_order
            JOIN place ON place.id = road.to_warehouse
            WHERE road.quantity <> 0
            """
    }
}
