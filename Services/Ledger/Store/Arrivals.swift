import Contracts
import Kernel
import Postgres

/// What is on its way to warehouses by transfer orders, or was; of the past, below zero where more is told
/// to have arrived by then than to have left.
enum Arrivals {
    /// Of `variant.id`, as a document for the rows of transit in `location` beside their `balance`; null
    /// for all others.
    ///
    /// Read only where there is something on the road, and in the same statement as that. In the past
    /// orders may come to nothing between them: some arrived before they left, by when they happened.
    static func ofVariant(at time: StockTime) -> SQL {
        let isUsed: SQL = time.isNow ? "balance.on_hand > 0" : "true"
        return """
            CASE WHEN location.kind = 'transit' AND \(fragment: isUsed) THEN (
                SELECT jsonb_agg(jsonb_build_object(
                    'id', arrival.id, 'code', arrival.code, 'tenThousandths', arrival.quantity
                ))
                FROM (
                    SELECT warehouse.id, warehouse.code, sum(road.quantity)::bigint AS quantity
                    FROM (\(fragment: self.road(of: "= variant.id", at: time))) AS road
                    JOIN location AS warehouse ON warehouse.id = road.to_warehouse
                    GROUP BY warehouse.id, warehouse.code
                    HAVING sum(road.quantity) <> 0
                ) AS arrival
            ) END
            """
    }

    /// Of several variants, a row for each warehouse that expects some.
    static func all(of variants: [ID<Variant>], at time: StockTime) -> SQL {
        """
        SELECT variant, to_warehouse AS warehouse, sum(quantity)::bigint AS quantity
        FROM (\(fragment: self.road(of: "= ANY (\(variants))", at: time))) AS road
        GROUP BY variant, to_warehouse
        """
    }

    /// What adds up to what is on the road to each warehouse: lines of orders now, and movements of the
    /// past.
    ///
    /// - Parameter variants: The right-hand side of a condition on a variant.
    private static func road(of variants: SQL, at time: StockTime) -> SQL {
        guard time.isNow else { return self.movements(of: variants, at: time) }
        return """
            SELECT variant, to_warehouse, dispatched - received - lost AS quantity
            FROM transfer_line
            WHERE variant \(fragment: variants) AND dispatched > received + lost
            """
    }

    /// What the entries of orders have put on the road of each variant, less what they have taken from it,
    /// and by how many movements; an order that came to nothing may be left out.
    ///
    /// Movements are looked up by their entries, which `OFFSET 0` keeps so: to a plan for all values, all
    /// that ever moved of a variant looks like little.
    ///
    /// - Parameter variants: The right-hand side of a condition on a variant.
    static func movements(of variants: SQL, at time: StockTime) -> SQL {
        """
        SELECT orders.transfer_order, orders.to_warehouse, road.variant, road.count, road.quantity
        FROM (\(fragment: self.orders(of: variants, at: time))) AS orders
        CROSS JOIN LATERAL (
            SELECT moved.variant, count(*) AS count, sum(moved.quantity) AS quantity
            FROM entry
            CROSS JOIN LATERAL (
                SELECT movement.variant,
                    CASE transit.id
                        WHEN movement.to_location THEN movement.quantity
                        ELSE - movement.quantity
                    END AS quantity
                FROM movement
                JOIN location AS transit ON transit.kind = 'transit'
                    AND transit.id IN (movement.from_location, movement.to_location)
                WHERE movement.entry = entry.id AND movement.recorded_at = entry.recorded_at
                    AND movement.variant \(fragment: variants)
                    AND \(fragment: .all(time.counted))
                OFFSET 0
            ) AS moved
            WHERE entry.transfer_order = orders.transfer_order
            GROUP BY moved.variant
        ) AS road
        """
    }

    /// Orders that have some of the variants on the road now, or may have had at a time, because
    /// something became of them since.
    ///
    /// All that had long arrived are not looked at, so there can be any number of them. The clocks of
    /// those who write may differ by a little. The upper bound leaves nothing out: a plan for all values
    /// expects a third of all orders above a time, and few between two.
    private static func orders(of variants: SQL, at time: StockTime) -> SQL {
        let now: SQL = """
            SELECT DISTINCT line.transfer_order, line.to_warehouse
            FROM transfer_line AS line
            WHERE line.variant \(fragment: variants)
                AND line.dispatched > line.received + line.lost
            """
        guard let time = time.recorded else { return now }
        return """
            \(fragment: now)
            UNION
            SELECT line.transfer_order, line.to_warehouse
            FROM transfer_order AS changed
            CROSS JOIN LATERAL (
                SELECT line.transfer_order, line.to_warehouse
                FROM transfer_line AS line
                WHERE line.transfer_order = changed.id AND line.variant \(fragment: variants)
                OFFSET 0
            ) AS line
            WHERE changed.updated_at
                BETWEEN \(time)::timestamptz - interval '1 hour' AND 'infinity'
            """
    }
}

/// What is on its way to one warehouse, or was.
struct Arrival: Sendable {
    let warehouse: LocationLabel
    let quantity: Quantity

    /// Reads the document of ``Arrivals/ofVariant(at:)``.
    static func all(_ document: JSONB) throws -> [Arrival] {
        try document.decode([Stored].self).map { stored in
            Arrival(
                warehouse: LocationLabel(id: stored.id, code: stored.code),
                quantity: Quantity(tenThousandths: stored.tenThousandths)
            )
        }
    }

    private struct Stored: Decodable {
        let id: ID<Location>
        let code: String
        let tenThousandths: Int64
    }
}
