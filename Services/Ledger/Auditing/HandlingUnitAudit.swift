import Contracts
import Kernel
import Postgres

/// Compares handling units with their histories, which only grow.
///
/// It is one statement, and so sees both as they were at one moment.
enum HandlingUnitAudit {
    /// Which units are compared.
    enum Scope {
        case everything
        case units([ID<HandlingUnit>])

        fileprivate var condition: SQL {
            switch self {
            case .everything: "true"
            case .units(let ids): "unit.id = ANY (\(ids))"
            }
        }
    }

    /// What is compared: the status, the place that it is, where it stood, and the version.
    private static let figures: Int64 = 4

    static func differences(
        among ids: [ID<HandlingUnit>],
        in transaction: borrowing Transaction
    ) throws -> [ID<HandlingUnit>] {
        try transaction.execute(self.differences(ids)).map { try $0.decode("id") }
    }

    private static func differences(_ ids: [ID<HandlingUnit>]) -> SQL {
        """
        SELECT id, location, right_figures * 10000 AS found
        FROM (\(fragment: self.told(.units(ids)))) AS told
        WHERE right_figures <> \(self.figures)
        ORDER BY id
        """
    }

    /// What units are by the last step of their histories, and how many figures are so; one without a
    /// history stays as it is, and so does what one stood on where nobody knows.
    private static func told(_ scope: Scope) -> SQL {
        """
        SELECT unit.id, last.status, place.location, ground.stood_in, last.version, (
                (unit.status = last.status)::integer
                + (unit.location = place.location)::integer
                + (unit.stood_in IS NOT DISTINCT FROM ground.stood_in)::integer
                + (unit.version = last.version)::integer
            )::bigint AS right_figures
        FROM handling_unit AS unit
        CROSS JOIN LATERAL (
            SELECT *
            FROM handling_unit_change AS change
            WHERE change.handling_unit = unit.id
            ORDER BY change.version DESC
            LIMIT 1
        ) AS last
        JOIN location AS target ON target.id = last.to_location
        JOIN handling_unit_place AS place ON place.handling_unit = unit.id
            AND place.warehouse = target.warehouse
        LEFT JOIN LATERAL (\(fragment: self.ground)) AS stood ON true
        CROSS JOIN LATERAL (
            SELECT CASE WHEN \(fragment: self.isForgotten) THEN unit.stood_in ELSE stood.stood_in END
                AS stood_in
        ) AS ground
        WHERE \(fragment: scope.condition)
        """
    }

    /// What a unit stood on when it left or was closed, if not on another one that did so with it: what is
    /// no handling unit.
    private static let ground: SQL = """
        SELECT over.id AS stood_in
        FROM location_placement AS placed
        CROSS JOIN LATERAL unnest(placed.path) WITH ORDINALITY AS step (location, depth)
        JOIN location AS over ON over.id = step.location AND over.kind <> 'unit'
        WHERE last.status <> 'open' AND target.kind <> 'unit'
            AND placed.location = last.from_location AND placed.recorded_at <= last.recorded_at
        ORDER BY placed.recorded_at DESC, step.depth DESC
        LIMIT 1
        """

    /// Whether a unit left another one, or was closed on it, before it was written down where places stand:
    /// what is known of the other one is where it stood when that began, and it may have been moved in
    /// between.
    private static let isForgotten: SQL = """
        (
            last.status <> 'open' AND target.kind <> 'unit'
            AND EXISTS (
                SELECT FROM location WHERE location.id = last.from_location AND location.kind = 'unit'
            )
            AND last.recorded_at < (
                SELECT applied_at FROM migration WHERE migration.name = 'V0045_location_placement'
            )
        )
        """

    /// Makes units what their histories say.
    static func put(_ scope: Scope) -> SQL {
        """
        UPDATE handling_unit
        SET status = told.status,
            location = told.location,
            stood_in = told.stood_in,
            version = told.version
        FROM (\(fragment: self.told(scope))) AS told
        WHERE handling_unit.id = told.id AND told.right_figures <> \(self.figures)
        """
    }

    /// Puts units right, and enters what was wrong.
    ///
    /// Under the one lock of handling units; it takes no others.
    static func repair(
        _ ids: [ID<HandlingUnit>],
        in transaction: borrowing Transaction
    ) throws -> [FoundDrift] {
        try transaction.execute(HandlingUnitStore.change)
        let rows = try transaction.execute(self.differences(ids))
        guard !rows.isEmpty else { return [] }
        try transaction.execute(self.put(.units(ids)))
        let drifts = try rows.map { row in
            FoundDrift(
                .handlingUnit,
                of: .whole,
                at: try row.decode("location"),
                subject: ID(try row.decode("id", as: ID<HandlingUnit>.self).rawValue),
                expected: self.figures * 10_000,
                found: try row.decode("found")
            )
        }
        try DriftStore.enter(drifts, in: transaction)
        return drifts
    }
}
