import Contracts
import Kernel
import Postgres

/// The `month_total` table: what came where in each month by the journal alone, as far as that is added
/// up.
enum ShadowStore {
    /// Up to when movements are in it.
    static let position: SQL = "SELECT recorded_to FROM audit_position"

    /// Whoever adds something up, or adds it up anew, does so alone until the transaction ends: a month
    /// that one adds, another one would not see and add as well.
    static let lock: SQL = "SELECT FROM audit_position FOR UPDATE"

    /// The time through which the next movements are added up; no row where there are none.
    ///
    /// Movements of one moment are added up together, however many they are.
    static func nextPosition(before horizon: Timestamp, limit: Int) -> SQL {
        """
        SELECT max(recorded_at) AS recorded_to
        FROM (
            SELECT recorded_at
            FROM movement
            WHERE recorded_at > (\(fragment: Self.position)) AND recorded_at <= \(horizon)
            ORDER BY recorded_at
            LIMIT \(limit)
        ) AS next
        HAVING count(*) > 0
        """
    }

    /// Adds up what was recorded since, through `time`.
    static func advance(to time: Timestamp) -> [SQL] {
        let since: SQL = """
            movement.recorded_at > (\(fragment: Self.position)) AND movement.recorded_at <= \(time)
            """
        return [
            """
            INSERT INTO month_total (variant, month, location, lot, quantity)
            \(fragment: Self.months(of: since))
            ON CONFLICT (variant, month, location, lot) DO UPDATE
            SET quantity = month_total.quantity + excluded.quantity
            """, "UPDATE audit_position SET recorded_to = \(time)",
        ]
    }

    /// Adds up a variant anew, as far as the others are.
    static func rebuild(_ variant: ID<Variant>) -> [SQL] {
        let all: SQL = """
            movement.variant = \(variant) AND movement.recorded_at <= (\(fragment: Self.position))
            """
        return [
            Self.lock, "DELETE FROM month_total WHERE variant = \(variant)",
            """
            INSERT INTO month_total (variant, month, location, lot, quantity)
            \(fragment: Self.months(of: all))
            """,
        ]
    }

    /// What is where by what has been added up.
    static func balances(of variants: [ID<Variant>]) -> SQL {
        """
        SELECT variant, location, lot, sum(quantity)::bigint AS on_hand
        FROM month_total
        WHERE variant = ANY (\(variants))
        GROUP BY 1, 2, 3
        """
    }

    /// What movements brought to places that keep balances, less what they took.
    static func sums(of condition: SQL) -> SQL {
        """
        SELECT variant, location, lot, sum(quantity)::bigint AS on_hand
        FROM (\(fragment: Self.months(of: condition))) AS total
        GROUP BY 1, 2, 3
        """
    }

    /// The same by month.
    static func months(of condition: SQL) -> SQL {
        """
        SELECT movement.variant, \(fragment: StockTime.month(of: "movement.effective_at")) AS month,
            place.location, coalesce(movement.lot, \(ID<Lot>.none)) AS lot,
            sum(place.quantity)::bigint AS quantity
        FROM movement
        CROSS JOIN LATERAL (
            VALUES (to_location, quantity), (from_location, - quantity)
        ) AS place (location, quantity)
        JOIN location ON location.id = place.location AND location.warehouse IS NOT NULL
        WHERE \(fragment: condition)
        GROUP BY 1, 2, 3, 4
        """
    }
}
