import Contracts
import Kernel
import LedgerDomain
import Postgres

/// How variants were costed.
extension CostPolicies {
    /// How a variant was costed by what was recorded by a time, and since when; no row before its first line.
    ///
    /// Orders and lines are never changed, so that this stays as it is once the time is costed. Which policy
    /// said so nobody remembers.
    static func past(of variant: ID<Variant>, at time: Timestamp) -> SQL {
        """
        WITH said AS (
            SELECT recorded_at, id, body ->> 'method' AS method,
                ((body ->> 'standard')::numeric * 1000000)::bigint AS standard
            FROM cost_order
            WHERE kind = 'cost' AND body ->> 'variant' = \("\(variant)")
                AND recorded_at <= \(time)
            UNION ALL
            SELECT first.recorded_at, NULL, beginning.method, beginning.standard
            FROM cost_beginning AS beginning
            CROSS JOIN LATERAL (
                SELECT recorded_at
                FROM cost_entry
                WHERE cost_entry.variant = beginning.variant AND recorded_at <= \(time)
                ORDER BY recorded_at
                LIMIT 1
            ) AS first
            WHERE beginning.variant = \(variant)
        ), last AS (
            SELECT method, standard FROM said ORDER BY recorded_at DESC, id DESC NULLS LAST LIMIT 1
        )
        SELECT last.method, last.standard, NULL::uuid AS policy, NULL::bigint AS version, (
                SELECT min(same.recorded_at)
                FROM said AS same
                WHERE (same.method, same.standard) IS NOT DISTINCT FROM (last.method, last.standard)
                    AND NOT EXISTS (
                        SELECT
                        FROM said AS other
                        WHERE other.recorded_at >= same.recorded_at
                            AND (other.method, other.standard)
                                IS DISTINCT FROM (last.method, last.standard)
                    )
            ) AS since
        FROM last
        """
    }
}
