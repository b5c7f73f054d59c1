import Contracts
import Kernel
import Postgres

/// What a figure of stock is made of: rows whose quantities add up to it.
///
/// Each part is read from what the figure follows from, and not from the figure itself; all of them
/// in one statement, which sees one moment.
struct StockTerms: Sendable {
    let field: ExplainedField
    let sku: String
    /// The warehouses that are counted; `nil` for all.
    var warehouses: Set<ID<Location>>?

    /// Reservations and transfer orders that are named; the others are told as one.
    static let maximumNamed = 500

    /// The terms of each warehouse, after its figure as it is kept; no row for an unknown SKU.
    ///
    /// The first row is the variant itself.
    var statement: SQL {
        let parts = [self.figure] + self.parts
        return """
            WITH item AS (
                SELECT id, sku
                FROM variant
                WHERE sku = \(self.sku) AND NOT is_deleted
                ORDER BY id DESC
                LIMIT 1
            ), place AS (
                SELECT id, code
                FROM location
                WHERE kind = 'warehouse' AND \(fragment: self.condition)
            ), seal AS (
                SELECT id, number, starts_at, ends_at
                FROM period
                WHERE state = 'closed'
                ORDER BY number DESC
                LIMIT 1
            )
            SELECT 'item' AS kind, NULL::uuid AS warehouse, NULL::text AS code, 0::bigint AS quantity,
                NULL::text AS entry_kind, NULL::bigint AS count, NULL::timestamptz AS first_at,
                NULL::timestamptz AS last_at, item.id AS subject, NULL::text AS source,
                NULL::text AS document, NULL::timestamptz AS expires_at, NULL::text AS lot_code,
                NULL::text AS lot_status, NULL::date AS expires_on, NULL::text AS actor_name
            FROM item
            UNION ALL \(fragment: parts.joined(separator: " UNION ALL "))
            ORDER BY code NULLS FIRST, kind, first_at, subject
            """
    }

    private var condition: SQL {
        self.warehouses.map { "id = ANY (\(Array($0)))" } ?? "true"
    }

    private var parts: [SQL] {
        switch self.field {
        case .onHand: [Self.sealed, Self.movements]
        case .reserved: [Self.reservations(sign: 1)]
        case .withheld: [Self.lots(sign: 1)]
        case .available:
            [Self.sealed, Self.movements, Self.reservations(sign: -1), Self.lots(sign: -1)]
        case .inTransit: [Self.transfers]
        case .value: [Self.costs]
        }
    }

    /// The figure itself, as others are shown it.
    private var figure: SQL {
        let value: SQL =
            switch self.field {
            case .onHand: "availability.on_hand"
            case .reserved: "availability.reserved"
            case .withheld: "availability.withheld"
            case .available:
                "availability.on_hand - availability.withheld - availability.reserved"
            case .inTransit:
                """
                (
                    SELECT coalesce(sum(dispatched - received - lost), 0)
                    FROM transfer_line
                    WHERE variant = item.id AND to_warehouse = place.id
                )
                """
            case .value:
                """
                (
                    SELECT coalesce(sum(worth.value), 0)
                    FROM (\(fragment: GetValuation.worth(asOf: nil, knownAt: nil))) AS worth
                    WHERE worth.variant = item.id AND worth.warehouse = place.id
                )
                """
            }
        return """
            SELECT 'figure', place.id, place.code, (\(fragment: value))::bigint,
                NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
            FROM item
            CROSS JOIN place
            LEFT JOIN availability ON availability.variant = item.id
                AND availability.warehouse = place.id
            WHERE (\(fragment: value)) <> 0
            """
    }

    /// What was there when the last closed period ended.
    private static let sealed: SQL = """
        SELECT 'sealed', place.id, place.code, sum(sealed.on_hand)::bigint, NULL,
            count(*), min(seal.starts_at), min(seal.ends_at), seal.id, NULL, NULL,
            NULL::timestamptz, NULL, NULL, NULL::date, NULL
        FROM item
        CROSS JOIN seal
        JOIN period_balance AS sealed ON sealed.period = seal.number AND sealed.variant = item.id
        JOIN location ON location.id = sealed.location
        JOIN place ON place.id = location.warehouse
        GROUP BY place.id, place.code, seal.id
        HAVING sum(sealed.on_hand) <> 0
        """

    /// What happened since, found by when it was recorded: little before at the earliest, but for what
    /// is ahead of its time.
    private static let movements: SQL = """
        SELECT 'movements', place.id, place.code, sum(side.quantity)::bigint, entry.kind,
            count(*), min(movement.effective_at), max(movement.effective_at),
            NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
        FROM item
        JOIN movement ON movement.variant = item.id
        JOIN entry ON entry.id = movement.entry
        CROSS JOIN LATERAL (
            VALUES (movement.to_location, movement.quantity),
                (movement.from_location, - movement.quantity)
        ) AS side (location, quantity)
        JOIN location ON location.id = side.location
        JOIN place ON place.id = location.warehouse
        WHERE movement.effective_at >= coalesce((SELECT ends_at FROM seal), '-infinity')
            AND (
                movement.recorded_at
                    > coalesce((SELECT ends_at FROM seal) - interval '1 hour', '-infinity')
                OR movement.effective_at - movement.recorded_at > interval '1 hour'
            )
        GROUP BY place.id, place.code, entry.kind
        HAVING sum(side.quantity) <> 0
        """

    private static func reservations(sign: Int64) -> SQL {
        """
        SELECT 'reservation', place.id, place.code, (sum(open) * \(sign))::bigint, NULL,
            count(*), min(created_at), max(created_at), named, min(source), min(document),
            min(expires_at), NULL, NULL, NULL, min(actor_name)
        FROM (
            SELECT held.*, CASE
                WHEN row_number() OVER (ORDER BY held.created_at, held.id) <= \(Self.maximumNamed)
                THEN held.id
            END AS named
            FROM (
                SELECT reservation.id, reservation.warehouse, reservation.created_at,
                    reservation.source, reservation.document, reservation.expires_at,
                    reservation.actor_name,
                    sum(line.reserved - line.consumed - line.released) AS open
                FROM item
                JOIN reservation_line AS line ON line.variant = item.id
                    AND line.reserved > line.consumed + line.released
                JOIN reservation ON reservation.id = line.reservation
                    AND reservation.state = 'pending'
                GROUP BY reservation.id
            ) AS held
            JOIN place ON place.id = held.warehouse
        ) AS holder
        JOIN place ON place.id = holder.warehouse
        GROUP BY place.id, place.code, named
        """
    }

    private static func lots(sign: Int64) -> SQL {
        """
        SELECT 'lot', place.id, place.code, (sum(balance.on_hand) * \(sign))::bigint, NULL,
            NULL::bigint, NULL::timestamptz, NULL::timestamptz, lot.id, NULL, NULL,
            NULL::timestamptz, lot.code, lot.status, lot.expires_on, NULL
        FROM item
        JOIN balance ON balance.variant = item.id
        JOIN lot ON lot.id = balance.lot AND lot.status <> 'released'
        JOIN location ON location.id = balance.location
        JOIN place ON place.id = location.warehouse
        GROUP BY place.id, place.code, lot.id
        HAVING sum(balance.on_hand) <> 0
        """
    }

    /// What the lines of the book of costs say, by why they were written and what is on their other side.
    private static let costs: SQL = """
        SELECT 'costs', place.id, place.code, sum(line.value)::bigint, NULL, count(*),
            min(line.effective_at), max(line.effective_at), NULL, line.kind, line.account,
            NULL::timestamptz, NULL, NULL, NULL::date, NULL
        FROM item
        JOIN cost_entry AS line ON line.variant = item.id
        JOIN place ON place.id = line.warehouse
        GROUP BY place.id, place.code, line.kind, line.account
        HAVING sum(line.value) <> 0
        """

    /// What the entries of orders have put on the road and taken from it.
    private static let transfers: SQL = """
        SELECT 'transfer', place.id, place.code, road.quantity, NULL, road.count,
            orders.created_at, orders.created_at, orders.id, orders.source, orders.document,
            NULL::timestamptz, NULL, NULL, NULL::date, orders.actor_name
        FROM item
        JOIN transfer_order AS orders ON orders.state = 'in-transit' AND orders.id IN (
            SELECT transfer_order FROM transfer_line WHERE variant = item.id
        )
        JOIN place ON place.id = orders.to_warehouse
        CROSS JOIN LATERAL (
            SELECT count(*) AS count, sum(
                CASE location.id
                    WHEN movement.to_location THEN movement.quantity
                    ELSE - movement.quantity
                END
            )::bigint AS quantity
            FROM entry
            JOIN movement ON movement.entry = entry.id AND movement.recorded_at = entry.recorded_at
            JOIN location ON location.kind = 'transit'
                AND location.id IN (movement.from_location, movement.to_location)
            WHERE entry.transfer_order = orders.id AND movement.variant = item.id
        ) AS road
        WHERE road.quantity <> 0
        """
}
