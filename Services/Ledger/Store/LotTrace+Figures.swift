import Contracts
import Kernel
import LedgerDomain
import Postgres

extension LotTrace {
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

    /// All movements of goods in a trace: of whole lots, and of the pieces beside them.
    static func movements(of links: [Link]) -> SQL {
        var (lots, serials) = ([ID<Lot>](), [ID<Serial>]())
        for link in links where link.isFollowed {
            switch link.item {
            case .lot(let id): lots.append(id)
            case .serial(let id): serials.append(id)
            }
        }
        let ofLots: SQL = "SELECT * FROM movement WHERE lot = ANY (\(lots))"
        guard !serials.isEmpty else { return ofLots }
        return """
            \(fragment: ofLots)
            UNION ALL
            SELECT *
            FROM movement
            WHERE serial = ANY (\(serials)) AND (lot IS NULL OR lot <> ALL (\(lots)))
            """
    }

    /// Pieces, and where each is now.
    static func pieces(_ serials: [ID<Serial>]) -> SQL {
        """
        SELECT serial.id, variant.id AS variant, variant.sku, serial.number, serial.moved_at,
            location.id AS location, location.code, serial.lot
        FROM serial
        JOIN variant ON variant.id = serial.variant
        JOIN location ON location.id = serial.location
        WHERE serial.id = ANY (\(serials))
        """
    }
}
