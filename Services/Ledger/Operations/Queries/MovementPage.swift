import Contracts
import Kernel
import Postgres

/// A page of movements, the latest recorded first: at a place or anywhere.
struct MovementPage {
    /// Conditions on `entry`.
    var entry: [SQL] = []
    /// Conditions on `movement`.
    var movement: [SQL] = []
    /// Where movements begin or end.
    var place: ID<Location>?
    var limit: Int

    /// Rows of `movement`.
    var statement: SQL {
        guard let place else {
            return self.latest(
                "movement.*",
                self.movement,
                by: "movement.recorded_at DESC, movement.id DESC"
            )
        }
        return self.statement(at: place)
    }

    /// First how far back the page goes, and then what is within.
    ///
    /// The ends of a movement have an index each, in the order of time alone. Asked for at once, in
    /// the order of time and identifier, the planner walks all that is recorded and hopes for the
    /// place, which may have been quiet for years.
    private func statement(at place: ID<Location>) -> SQL {
        let ends: [SQL] = [
            "movement.from_location = \(place)", "movement.to_location = \(place)",
        ]
        let times = ends.map { end in
            self.latest(
                "movement.recorded_at",
                self.movement + [end],
                by: "movement.recorded_at DESC"
            )
        }
        let rows = ends.map(self.withinPage)
        // No movement begins where it ends, so none is found twice.
        return """
            WITH ending AS (
                (\(fragment: times[0])) UNION ALL (\(fragment: times[1]))
            ), earliest AS (
                SELECT min(recorded_at) AS time
                FROM (SELECT recorded_at FROM ending ORDER BY 1 DESC LIMIT \(self.limit)) AS page
            ), here AS MATERIALIZED (
                \(fragment: rows[0]) UNION ALL \(fragment: rows[1])
            )
            SELECT *
            FROM here
            ORDER BY recorded_at DESC, id DESC
            LIMIT \(self.limit)
            """
    }

    /// Movements with one end at the place that are as late as the page.
    ///
    /// An offset keeps entries from being joined as a whole: nobody can tell beforehand how few are
    /// wanted.
    private func withinPage(_ end: SQL) -> SQL {
        let movement =
            self.movement + [
                end, "movement.recorded_at >= (SELECT time FROM earliest)",
            ]
        return """
            SELECT movement.*
            FROM movement
            CROSS JOIN LATERAL (
                SELECT FROM entry
                WHERE entry.id = movement.entry AND \(fragment: .all(self.entry))
                OFFSET 0
            ) AS told
            WHERE \(fragment: .all(movement))
            """
    }

    private func latest(_ columns: SQL, _ movement: [SQL], by order: SQL) -> SQL {
        """
        SELECT \(fragment: columns)
        FROM movement
        JOIN entry ON entry.id = movement.entry
        WHERE \(fragment: .all(self.entry + movement))
        ORDER BY \(fragment: order)
        LIMIT \(self.limit)
        """
    }
}
