import Contracts
import Kernel
import LedgerDomain
import Postgres

/// The lots that went into a lot, and those that were made of it, over any number of productions.
///
/// What a production used and made is linked by their entry. A production that was undone stays a link:
/// somebody may have opened the package.
enum LotTrace {
    /// Productions that are followed one after the other.
    static let maximumDepth: Int32 = 20
    /// Lots that are told of in one direction.
    static let maximumLots = 500

    /// Which way the goods are followed.
    enum Direction: Sendable {
        /// To what went into them.
        case backward
        /// To what was made of them.
        case forward
    }

    /// The lot itself and those linked to it, the nearest first, and one more than are told of where
    /// there are too many.
    ///
    /// From a lot to its movements, and from their entries to the others: the planner is told so
    /// (`OFFSET 0`), because statistics from before there were lots say that all movements with one
    /// are quickly read.
    static func lots(_ direction: Direction, from lot: ID<Lot>) -> SQL {
        let (own, other): (SQL, SQL) =
            switch direction {
            case .backward: ("from_location", "to_location")
            case .forward: ("to_location", "from_location")
            }
        return """
            WITH RECURSIVE production AS MATERIALIZED (
                SELECT id FROM location WHERE kind = 'production'
            ), linked (lot, depth) AS (
                SELECT \(lot), 0
                UNION
                SELECT other.lot, linked.depth + 1
                FROM linked
                CROSS JOIN production
                CROSS JOIN LATERAL (
                    SELECT entry, \(fragment: own) AS place
                    FROM movement
                    WHERE lot = linked.lot
                    OFFSET 0
                ) AS own
                CROSS JOIN LATERAL (
                    SELECT kind FROM entry WHERE id = own.entry OFFSET 0
                ) AS entry
                CROSS JOIN LATERAL (
                    SELECT lot, \(fragment: other) AS place
                    FROM movement
                    WHERE entry = own.entry
                    OFFSET 0
                ) AS other
                WHERE linked.depth < \(Self.maximumDepth) AND own.place = production.id
                    AND entry.kind = 'produce' AND other.place = production.id
                    AND other.lot IS NOT NULL
            )
            SELECT lot, min(depth) AS depth
            FROM linked
            GROUP BY lot
            ORDER BY depth, lot
            LIMIT \(Self.maximumLots + 2)
            """
    }

    /// What became of lots: the figures of each add up to what is left of it.
    static func figures(of lots: [ID<Lot>]) -> SQL {
        """
        SELECT lot.id, lot.variant, lot.code, lot.supplier, lot.manufactured_on, lot.expires_on,
            lot.certificate, lot.status, variant.sku, coalesce(flow.received, 0) AS received,
            coalesce(flow.produced, 0) AS produced, coalesce(flow.sold, 0) AS sold,
            coalesce(flow.written_off, 0) AS written_off, coalesce(stock.on_hand, 0) AS on_hand,
            coalesce(stock.in_transit, 0) AS in_transit
        FROM lot
        JOIN variant ON variant.id = lot.variant
        LEFT JOIN LATERAL (
            SELECT
                \(fragment: Self.sum("supplier", sign: 1))::bigint AS received,
                \(fragment: Self.sum("production", sign: 1))::bigint AS produced,
                \(fragment: Self.sum("customer", sign: -1))::bigint AS sold,
                (\(fragment: Self.sum("adjustment", sign: -1))
                    + \(fragment: Self.sum("scrap", sign: -1)))::bigint AS written_off
            FROM movement
            JOIN location AS origin ON origin.id = movement.from_location
            JOIN location AS target ON target.id = movement.to_location
            WHERE movement.lot = lot.id
        ) AS flow ON true
        LEFT JOIN LATERAL (
            SELECT sum(balance.on_hand) FILTER (WHERE location.kind <> 'transit')::bigint
                    AS on_hand,
                sum(balance.on_hand) FILTER (WHERE location.kind = 'transit')::bigint
                    AS in_transit
            FROM balance
            JOIN location ON location.id = balance.location
            WHERE balance.variant = lot.variant AND balance.lot = lot.id
        ) AS stock ON true
        WHERE lot.id = ANY (\(lots))
        """
    }

    /// What came from a place outside less what went there, or the other way round.
    private static func sum(_ kind: String, sign: Int64) -> SQL {
        """
        coalesce(sum(
            CASE WHEN origin.kind = \(kind) THEN movement.quantity ELSE - movement.quantity END
        ) FILTER (WHERE \(kind) IN (origin.kind, target.kind)), 0) * \(sign)
        """
    }
}
