import Contracts
import Kernel
import Postgres

/// Compares what dashboards keep of days with what follows from the journal.
enum DayComparison {
    /// The next days of which anything is kept or added up.
    static func next(after last: CivilDate?, limit: Int) -> SQL {
        let days = DashboardDays.Table.allCases.map { table -> SQL in
            """
            (SELECT DISTINCT day FROM \(fragment: table.name)
            WHERE day > \(last ?? Self.beginning) AND day <= \(Self.end)
            ORDER BY day LIMIT \(limit))
            """
        }
        return days.dropFirst().reduce(days[0]) { $0 + " UNION " + $1 }
            + " ORDER BY day LIMIT \(limit)"
    }

    /// What any day lies between that a calendar has; nobody is shown others.
    private static let beginning = CivilDate(daysSinceEpoch: -719_528)
    private static let end = CivilDate(daysSinceEpoch: 2_932_896)

    /// Days of which something is kept that is not what the audit has added up, with what was recorded
    /// since.
    ///
    /// - Parameters:
    ///   - added: Up to when the audit has added up.
    ///   - kept: Up to when dashboards have; as values, and of the same moment as the rest.
    static func suspects(
        from first: CivilDate,
        through last: CivilDate,
        added: Timestamp,
        kept: Timestamp
    ) -> SQL {
        let late = DashboardDays.sums(
            of: "movement",
            where: """
                movement.recorded_at > \(added) AND movement.recorded_at <= \(kept)
                    AND movement.effective_at >= \(first.beginning)
                    AND movement.effective_at < \(last.earlier(by: -1).beginning)
                """
        )
        let sums = DashboardDays.figures.map { "sum(\($0)) AS \($0)" }.joined(separator: ", ")
        return """
            SELECT DISTINCT day
            FROM (
                SELECT day, warehouse, kind, \(fragment: SQL(verbatim: sums))
                FROM (
                    SELECT *
                    FROM \(fragment: DashboardDays.Table.audited.name)
                    WHERE day >= \(first) AND day <= \(last)
                    UNION ALL
                    \(fragment: late)
                ) AS part
                GROUP BY 1, 2, 3
            ) AS expected
            FULL JOIN (
                SELECT *
                FROM \(fragment: DashboardDays.Table.shown.name)
                WHERE day >= \(first) AND day <= \(last)
            ) AS kept USING (day, warehouse, kind)
            WHERE (\(fragment: Self.right)) <> \(Self.count)
            ORDER BY day
            """
    }

    /// How many of the figures of a day are right at each warehouse at which not all are.
    static func differences(
        of day: CivilDate,
        in table: DashboardDays.Table,
        recordedTo end: Timestamp
    ) -> SQL {
        """
        SELECT warehouse, count(*) * \(Self.count) AS expected, sum(right_figures)::bigint AS found
        FROM (
            SELECT warehouse, \(fragment: Self.right) AS right_figures
            FROM (\(fragment: DashboardDays.sums(on: day, recordedTo: end))) AS expected
            FULL JOIN (
                SELECT * FROM \(fragment: table.name) WHERE day = \(day)
            ) AS kept USING (day, warehouse, kind)
        ) AS compared
        GROUP BY 1
        HAVING sum(right_figures) <> count(*) * \(Self.count)
        ORDER BY 1
        """
    }

    private static let count = Int64(DashboardDays.figures.count)

    /// How many figures of a row are the same on both sides; one that is missing has nothing.
    private static let right = SQL(
        verbatim: DashboardDays.figures.map { figure in
            "(coalesce(expected.\(figure), 0) = coalesce(kept.\(figure), 0))::integer"
        }.joined(separator: " + ")
    )
}
