import Contracts
import Kernel
import LedgerDomain
import Postgres

/// The `inspection_plan` table.
enum InspectionPlanStore {
    /// Lets nobody else make a version meanwhile; the letters "insp".
    static let change: SQL = "SELECT pg_advisory_xact_lock(1768846192, 1)"

    /// The plan that holds for each variant: its own, else that of the nearest category above it; of each
    /// the last version, unless that withdraws it.
    ///
    /// - Parameter variants: Selects their identifiers.
    static func inForce(for variants: SQL) -> SQL {
        """
        SELECT variant.id AS of_variant, plan.*
        FROM variant
        LEFT JOIN category ON category.id = variant.category AND NOT category.is_deleted
        CROSS JOIN LATERAL (
            SELECT last.*
            FROM (
                (
                    SELECT inspection_plan.*, NULL::bigint AS place
                    FROM inspection_plan
                    WHERE inspection_plan.variant = variant.id
                    ORDER BY inspection_plan.version DESC
                    LIMIT 1
                )
                UNION ALL
                SELECT newest.*, above.place
                FROM unnest(category.path) WITH ORDINALITY AS above (category, place)
                CROSS JOIN LATERAL (
                    SELECT inspection_plan.*
                    FROM inspection_plan
                    WHERE inspection_plan.category = above.category
                    ORDER BY inspection_plan.version DESC
                    LIMIT 1
                ) AS newest
            ) AS last
            WHERE NOT last.is_withdrawn
            ORDER BY last.place DESC NULLS FIRST
            LIMIT 1
        ) AS plan
        WHERE variant.id = ANY (ARRAY(\(fragment: variants)))
        """
    }

    /// Takes in what ``inForce(for:)`` finds.
    static func insert(_ rows: Rows, into state: inout LedgerState) throws {
        for row in rows { state.qualityPlans[try row.decode("of_variant")] = try QualityPlan(row) }
    }

    /// Adds the next version about the same goods; no row where the identifier is taken.
    static func add(_ plan: NewInspectionPlan, by actor: Actor) throws -> SQL {
        """
        INSERT INTO inspection_plan (
            id, variant, category, version, on_receipt, is_withdrawn, characteristics, reason,
            actor_kind, actor_id, actor_name, recorded_at
        )
        SELECT \(plan.id), \(plan.variant), \(plan.category), coalesce(max(version), 0) + 1,
            \(plan.onReceipt), \(plan.isWithdrawn), \(try JSONB(encoding: plan.characteristics)),
            \(plan.reason), \(actor.kind.rawValue), \(actor.id), \(actor.name), clock_timestamp()
        FROM inspection_plan
        WHERE variant = \(plan.variant) OR category = \(plan.category)
        ON CONFLICT (id) DO NOTHING
        RETURNING *
        """
    }
}

/// A version of a plan that is about to be made.
struct NewInspectionPlan {
    let id: ID<InspectionPlan>
    let variant: ID<Variant>?
    let category: ID<Contracts.Category>?
    let onReceipt: Bool
    let isWithdrawn: Bool
    let characteristics: [InspectionCharacteristic]
    let reason: String
}

extension QualityPlan {
    init(_ row: Row) throws {
        self.init(
            id: try row.decode("id"),
            onReceipt: try row.decode("on_receipt"),
            characteristics: try row.decode("characteristics", as: JSONB.self).decode()
        )
    }
}
