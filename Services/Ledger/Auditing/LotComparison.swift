import Contracts
import Kernel
import Postgres

/// Compares statuses of lots with their changes, which only grow.
///
/// It is one statement, and so sees both as they were at one moment.
enum LotComparison {
    /// Which lots are compared.
    enum Scope {
        case everything
        /// All of a variant.
        case all(ID<Variant>)
        case lots([ID<Lot>])

        fileprivate var condition: SQL {
            switch self {
            case .everything: "true"
            case .all(let variant): "lot.variant = \(variant)"
            case .lots(let ids): "lot.id = ANY (\(ids))"
            }
        }
    }

    /// What is compared: the status, and the version.
    private static let figures: Int64 = 2

    /// Lots of which not all figures are right, with how many there are and how many are; at no place, since
    /// a lot may be at many.
    static func differences(_ scope: Scope) -> SQL {
        """
        SELECT \(DriftField.lot.rawValue) AS field, variant, \(ID<Location>.nowhere) AS location,
            id AS lot, id AS subject, \(Self.figures)::bigint * 10000 AS expected,
            right_figures * 10000 AS found
        FROM (\(fragment: Self.told(scope))) AS told
        WHERE right_figures <> \(Self.figures)
        ORDER BY variant, id
        """
    }

    /// What lots are by the last of their changes, and how many figures are so.
    ///
    /// One that was made as released has no change before it is given another status. What is written on
    /// the goods has a version, too, and no change: the version is at least that of the last one.
    private static func told(_ scope: Scope) -> SQL {
        """
        SELECT id, variant, told_status, told_version, (
                (status = told_status)::integer + (version = told_version)::integer
            )::bigint AS right_figures
        FROM (
            SELECT lot.id, lot.variant, lot.status, lot.version,
                coalesce(last.status, 'released') AS told_status,
                greatest(lot.version, last.version) AS told_version
            FROM lot
            LEFT JOIN LATERAL (
                SELECT change.status, change.version
                FROM lot_change AS change
                WHERE change.lot = lot.id
                ORDER BY change.version DESC
                LIMIT 1
            ) AS last ON true
            WHERE \(fragment: scope.condition)
        ) AS kept
        """
    }

    /// Makes lots what their changes say.
    static func put(_ scope: Scope) -> SQL {
        """
        UPDATE lot
        SET status = told.told_status, version = told.told_version
        FROM (\(fragment: Self.told(scope))) AS told
        WHERE lot.id = told.id AND told.right_figures <> \(Self.figures)
        """
    }
}

extension ID<Location> {
    /// In the place of a location, for what is at none by itself.
    fileprivate static var nowhere: ID { ID(head: 0, tail: 0) }
}
