import Contracts
import Kernel
import Postgres

/// What is on its way to warehouses by transfer orders.
enum Arrivals {
    /// Of `variant.id`, as a document for the rows of transit in `location`; null for all others.
    ///
    /// Read only where there is something on the road, and in the same statement as that.
    static let ofVariant: SQL = """
        CASE WHEN location.kind = 'transit' AND balance.on_hand > 0 THEN (
            SELECT jsonb_agg(jsonb_build_object(
                'id', arrival.id, 'code', arrival.code, 'tenThousandths', arrival.quantity
            ))
            FROM (
                SELECT warehouse.id, warehouse.code,
                    sum(line.dispatched - line.received - line.lost)::bigint AS quantity
                FROM transfer_line AS line
                JOIN location AS warehouse ON warehouse.id = line.to_warehouse
                WHERE line.variant = variant.id AND line.dispatched > line.received + line.lost
                GROUP BY warehouse.id, warehouse.code
            ) AS arrival
        ) END
        """

    /// Of several variants, a row for each warehouse that expects some.
    static func all(of variants: [ID<Variant>]) -> SQL {
        """
        SELECT variant, to_warehouse AS warehouse,
            sum(dispatched - received - lost)::bigint AS quantity
        FROM transfer_line
        WHERE variant = ANY (\(variants)) AND dispatched > received + lost
        GROUP BY variant, to_warehouse
        """
    }
}

/// What is on its way to one warehouse.
struct Arrival: Sendable {
    let warehouse: LocationLabel
    let quantity: Quantity

    /// Reads the document of ``Arrivals/ofVariant``.
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
