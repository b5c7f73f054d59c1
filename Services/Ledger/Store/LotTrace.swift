import Contracts
import Kernel
import LedgerDomain
import Postgres

/// What went into goods of a lot or a piece with a number, and what was made of them, over any number
/// of productions.
///
/// What a production used and made is linked by their entry. A production that was undone stays a link:
/// somebody may have opened the package. A piece is followed by its number: its lot is told of, and the
/// other pieces of that lot are other goods.
enum LotTrace {
    /// Productions that are followed one after the other.
    static let maximumDepth: Int32 = 20
    /// Lots that are told of in one direction, and pieces.
    static let maximumItems = 500

    /// Which way the goods are followed.
    enum Direction: Sendable {
        /// To what went into them.
        case backward
        /// To what was made of them.
        case forward

        /// The ends of a movement at which these goods were in a production, and the others.
        fileprivate var ends: (own: SQL, other: SQL) {
            switch self {
            case .backward: ("from_location", "to_location")
            case .forward: ("to_location", "from_location")
            }
        }
    }

    /// Goods that are known by something: where a trace begins.
    enum Item: Hashable, Sendable {
        case lot(ID<Lot>)
        case serial(ID<Serial>)

        fileprivate var lot: ID<Lot>? {
            guard case .lot(let id) = self else { return nil }
            return id
        }

        fileprivate var serial: ID<Serial>? {
            guard case .serial(let id) = self else { return nil }
            return id
        }
    }

    /// The goods themselves and those linked to them, the nearest first, and one more than are told of
    /// where there are too many: lots and pieces, and whether all of a lot is meant.
    ///
    /// From goods to their movements, and from their entries to the others: the planner is told so
    /// (`OFFSET 0`), because statistics from before there were lots say that all movements with one
    /// are quickly read.
    static func items(_ direction: Direction, from item: Item) -> SQL {
        let (own, other) = direction.ends
        return """
            WITH RECURSIVE production AS MATERIALIZED (
                SELECT id FROM location WHERE kind = 'production'
            ), linked (lot, serial, is_followed, depth) AS (
                SELECT \(item.lot)::uuid, \(item.serial)::uuid, true, 0
                UNION
                SELECT next.lot, next.serial, next.is_followed, linked.depth + 1
                FROM linked
                CROSS JOIN production
                CROSS JOIN LATERAL (
                    SELECT entry, \(fragment: own) AS place
                    FROM movement
                    WHERE lot = linked.lot
                    UNION ALL
                    SELECT entry, \(fragment: own)
                    FROM movement
                    WHERE serial = linked.serial
                    OFFSET 0
                ) AS own
                CROSS JOIN LATERAL (
                    SELECT kind FROM entry WHERE id = own.entry OFFSET 0
                ) AS entry
                CROSS JOIN LATERAL (
                    SELECT lot, serial, \(fragment: other) AS place
                    FROM movement
                    WHERE entry = own.entry
                    OFFSET 0
                ) AS other
                CROSS JOIN LATERAL (
                    VALUES (other.lot, NULL::uuid, other.serial IS NULL), (NULL, other.serial, true)
                ) AS next (lot, serial, is_followed)
                WHERE linked.depth < \(Self.maximumDepth) AND linked.is_followed
                    AND own.place = production.id AND entry.kind = 'produce'
                    AND other.place = production.id
                    AND coalesce(next.lot, next.serial) IS NOT NULL
            )
            SELECT lot, serial, is_followed, depth
            FROM (
                SELECT lot, serial, bool_or(is_followed) AS is_followed, min(depth) AS depth,
                    row_number() OVER (
                        PARTITION BY serial IS NULL ORDER BY min(depth), lot, serial
                    ) AS place
                FROM linked
                GROUP BY lot, serial
            ) AS item
            WHERE place <= \(Self.maximumItems + 2)
            ORDER BY depth, lot, serial
            """
    }

    /// What went into goods or was made of them that has neither a lot nor a number, by variant: nobody
    /// knows which goods of it those were.
    static func untracked(_ direction: Direction, beside links: [Link]) -> SQL {
        let (own, other) = direction.ends
        let links = links.filter(\.isFollowed)
        return """
            SELECT variant.id, variant.sku, sum(other.quantity)::bigint AS quantity,
                min(own.depth) + 1 AS depth
            FROM (
                SELECT movement.entry, min(item.depth) AS depth
                FROM unnest(
                    \(links.map(\.item.lot)), \(links.map(\.item.serial)),
                    \(links.map { Int32($0.depth) })
                ) AS item (lot, serial, depth)
                CROSS JOIN LATERAL (
                    SELECT entry, \(fragment: own) AS place FROM movement WHERE lot = item.lot
                    UNION ALL
                    SELECT entry, \(fragment: own) FROM movement WHERE serial = item.serial
                    OFFSET 0
                ) AS movement
                JOIN location ON location.id = movement.place AND location.kind = 'production'
                WHERE item.depth < \(Self.maximumDepth)
                GROUP BY movement.entry
                OFFSET 0
            ) AS own
            CROSS JOIN LATERAL (
                SELECT kind FROM entry WHERE id = own.entry OFFSET 0
            ) AS entry
            CROSS JOIN LATERAL (
                SELECT variant, quantity, lot, serial, \(fragment: other) AS place
                FROM movement
                WHERE entry = own.entry
                OFFSET 0
            ) AS other
            JOIN location ON location.id = other.place AND location.kind = 'production'
            JOIN variant ON variant.id = other.variant
            WHERE entry.kind = 'produce' AND other.lot IS NULL AND other.serial IS NULL
            GROUP BY variant.id
            ORDER BY depth, variant.sku
            """
    }

    /// Goods in a trace.
    struct Link: Hashable, Sendable {
        let item: Item
        /// Productions in between.
        let depth: Int
        /// Whether all of a lot is meant, and not only some pieces of it.
        let isFollowed: Bool

        init(_ row: Row) throws {
            self.item =
                if let serial: ID<Serial> = try row.decode("serial") {
                    .serial(serial)
                } else { .lot(try row.decode("lot")) }
            self.depth = Int(try row.decode("depth", as: Int32.self))
            self.isFollowed = try row.decode("is_followed")
        }
    }
}
