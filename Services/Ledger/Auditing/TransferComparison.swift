import Contracts
import Kernel
import Postgres

/// Compares lines of transfer orders with the entries of the orders.
///
/// It is one statement, and so sees both as they were at one moment.
enum TransferComparison {
    /// Which lines are compared.
    enum Scope {
        case everything
        /// Those with goods on the road, of a few variants.
        case travelling([ID<Variant>])
        /// All of a variant.
        case all(ID<Variant>)
        /// All of a few orders.
        case orders([ID<TransferOrder>])
        /// Those of a variant in a few orders.
        case lines([ID<TransferOrder>], ID<Variant>)

        fileprivate var condition: SQL {
            switch self {
            case .everything: "true"
            case .travelling(let variants):
                "line.variant = ANY (\(variants)) AND line.dispatched > line.received + line.lost"
            case .all(let variant): "line.variant = \(variant)"
            case .orders(let ids): "line.transfer_order = ANY (\(ids))"
            case .lines(let ids, let variant):
                "line.variant = \(variant) AND line.transfer_order = ANY (\(ids))"
            }
        }
    }

    /// What is compared of a line: what has left, arrived and been lost, and the state of its order.
    private static let figures: Int64 = 4

    /// Lines of which not all figures are right, with how many there are and how many are.
    static func differences(_ scope: Scope) -> SQL {
        """
        SELECT \(DriftField.transferLine.rawValue) AS field, variant, to_warehouse AS location,
            NULL::uuid AS lot, transfer_order AS subject,
            \(Self.figures)::bigint * 10000 AS expected, right_figures::bigint * 10000 AS found
        FROM (\(fragment: Self.told(scope))) AS told
        WHERE right_figures <> \(Self.figures)
        ORDER BY variant, transfer_order, line
        """
    }

    /// What left and arrived of lines by the entries of their orders, and how many figures are so.
    ///
    /// A movement that undoes another takes away from what that one has added.
    private static func told(_ scope: Scope) -> SQL {
        """
        SELECT line.transfer_order, line.line, line.variant, line.to_warehouse, moved.dispatched,
            moved.received, moved.lost, (
                (line.dispatched = moved.dispatched)::integer
                + (line.received = moved.received)::integer
                + (line.lost = moved.lost)::integer
                + (transfer_order.state = (\(fragment: Self.state)))::integer
            ) AS right_figures
        FROM transfer_line AS line
        JOIN transfer_order ON transfer_order.id = line.transfer_order
        CROSS JOIN LATERAL (
            SELECT
                coalesce(sum(quantity) FILTER (WHERE way = 'dispatch'), 0)::bigint AS dispatched,
                coalesce(sum(quantity) FILTER (WHERE way = 'receive'), 0)::bigint AS received,
                coalesce(sum(quantity) FILTER (WHERE way = 'lose'), 0)::bigint AS lost
            FROM (
                SELECT CASE WHEN movement.reverses IS NULL THEN quantity ELSE - quantity END
                        AS quantity,
                    CASE
                        WHEN ends.goal = road.id THEN 'dispatch'
                        WHEN goal.warehouse IS NOT NULL THEN 'receive'
                        ELSE 'lose'
                    END AS way
                FROM entry
                JOIN movement ON movement.entry = entry.id
                    AND movement.recorded_at = entry.recorded_at
                CROSS JOIN LATERAL (
                    SELECT CASE
                        WHEN movement.reverses IS NULL THEN movement.to_location
                        ELSE movement.from_location
                    END AS goal
                ) AS ends
                JOIN location AS goal ON goal.id = ends.goal
                JOIN location AS road ON road.kind = 'transit'
                WHERE entry.transfer_order = line.transfer_order AND movement.line = line.line
            ) AS step
        ) AS moved
        WHERE \(fragment: scope.condition)
        """
    }

    /// What the state of an order is by its lines.
    private static let state: SQL = """
        SELECT CASE
            WHEN bool_or(own.dispatched > own.received + own.lost) THEN 'in-transit'
            WHEN bool_or(own.ordered > own.dispatched + own.cancelled) THEN 'open'
            WHEN bool_or(own.dispatched > 0) THEN 'closed'
            ELSE 'cancelled'
        END
        FROM transfer_line AS own
        WHERE own.transfer_order = transfer_order.id
        """

    /// Makes lines, and then their orders, what follows from the entries of these.
    static func put(_ scope: Scope) -> [SQL] {
        [
            """
            UPDATE transfer_line AS line
            SET dispatched = told.dispatched, received = told.received, lost = told.lost
            FROM (\(fragment: Self.told(scope))) AS told
            WHERE line.transfer_order = told.transfer_order AND line.line = told.line
            """,
            """
            UPDATE transfer_order
            SET state = (\(fragment: Self.state))
            WHERE state <> (\(fragment: Self.state)) AND id IN (
                SELECT line.transfer_order
                FROM transfer_line AS line
                WHERE \(fragment: scope.condition)
            )
            """,
        ]
    }
}
