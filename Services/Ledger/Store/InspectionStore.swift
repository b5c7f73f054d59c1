import Contracts
import Kernel
import LedgerDomain
import Postgres

/// The tables `inspection` and `inspection_concession`.
///
/// Whoever records about a lot holds the row of the lot, so that what is read of it behind that stays.
enum InspectionStore {
    /// What decisions know of inspections, with what became of them.
    static func named(_ ids: [ID<Inspection>]) -> SQL {
        """
        SELECT inspection.*, later.id AS superseded_by,
            concession.inspection IS NOT NULL AS is_conceded
        FROM inspection
        LEFT JOIN inspection AS later ON later.supersedes = inspection.id
        LEFT JOIN inspection_concession AS concession ON concession.inspection = inspection.id
        WHERE inspection.id = ANY (\(ids))
        """
    }

    static func insert(_ rows: Rows, into state: inout LedgerState) throws {
        for row in rows {
            let inspection = try LotInspection(row)
            state.inspections[inspection.id] = inspection
        }
    }

    /// The lots that are named, and those that inspections are of.
    static func lots(_ ids: [ID<Lot>], of inspections: [ID<Inspection>]) -> SQL {
        """
        SELECT unnest(\(ids)) UNION
        SELECT lot FROM inspection WHERE id = ANY (\(inspections))
        """
    }

    /// How the inspections of lots stand that no other one took the place of.
    ///
    /// - Parameter lots: Selects their identifiers.
    static func tallies(of lots: SQL) -> SQL {
        """
        SELECT inspection.lot,
            count(*) FILTER (WHERE passed) AS passed,
            count(*) FILTER (WHERE NOT passed) AS failed
        FROM inspection
        CROSS JOIN LATERAL (
            SELECT inspection.verdict = 'accepted' OR EXISTS (
                SELECT FROM inspection_concession AS concession
                WHERE concession.inspection = inspection.id
            ) AS passed
        ) AS judged
        WHERE inspection.lot = ANY (ARRAY(\(fragment: lots))) AND NOT EXISTS (
            SELECT FROM inspection AS later WHERE later.supersedes = inspection.id
        )
        GROUP BY inspection.lot
        """
    }

    static func insertTallies(_ rows: Rows, into state: inout LedgerState) throws {
        for row in rows {
            state.tallies[try row.decode("lot")] = InspectionTally(
                passed: try row.decode("passed"),
                failed: try row.decode("failed")
            )
        }
    }

    static func add(_ recorded: RecordedInspection, at time: Timestamp) throws -> SQL {
        let (request, inspection) = (recorded.request, recorded.inspection)
        let (actor, about) = (inspection.actor, request.circumstances)
        return """
            INSERT INTO inspection (
                id, lot, plan, verdict, readings, location, sampled, instrument, certificate, note,
                supersedes, actor_kind, actor_id, actor_name, performed_at, recorded_at
            )
            VALUES (
                \(inspection.id), \(inspection.lot), \(inspection.plan),
                \(inspection.verdict.rawValue),
                \(try JSONB(encoding: recorded.readings.map(ReadingBody.init))),
                \(recorded.location), \(about.sampled), \(about.instrument), \(about.certificate),
                \(about.note), \(request.supersedes), \(actor.kind.rawValue), \(actor.id),
                \(actor.name), \(recorded.performedAt), \(time)
            )
            ON CONFLICT (id) DO NOTHING
            """
    }

    static func add(_ concession: RecordedConcession, at time: Timestamp) -> SQL {
        """
        INSERT INTO inspection_concession (
            inspection, reason, actor_kind, actor_id, actor_name, recorded_at
        )
        VALUES (
            \(concession.inspection.id), \(concession.reason), \(concession.actor.kind.rawValue),
            \(concession.actor.id), \(concession.actor.name), \(time)
        )
        """
    }
}

extension LotInspection {
    fileprivate init(_ row: Row) throws {
        self.init(
            id: try row.decode("id"),
            lot: try row.decode("lot"),
            plan: try row.decode("plan"),
            verdict: try row.word("verdict"),
            actor: try Actor(row),
            supersededBy: try row.decode("superseded_by"),
            isConceded: try row.decode("is_conceded")
        )
    }
}
