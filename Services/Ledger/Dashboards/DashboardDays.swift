import Contracts
import Kernel
import Postgres

/// What happened on a day at a warehouse: the rows of `dashboard_day`.
enum DashboardDays {
    /// Where days are added up.
    enum Table: String, CaseIterable, Sendable {
        /// What dashboards show.
        case shown = "dashboard_day"
        /// What the audit compares that with.
        case audited = "day_total"

        var name: SQL { SQL(verbatim: self.rawValue) }
    }

    /// What is added up of each day, warehouse and kind of entry.
    static let figures = [
        "entries", "lines", "received", "sold", "adjusted", "scrapped", "produced",
        "transferred_in", "transferred_out",
    ]

    /// Adds some of the movements that were recorded after one time and up to another to the days on
    /// which they happened.
    ///
    /// - Returns: Up to when they are added now.
    static func add(
        to table: Table = .shown,
        after position: Timestamp,
        upTo horizon: Timestamp,
        movements: Int,
        in transaction: borrowing Transaction
    ) throws -> Timestamp {
        let window = CountPosition.end(after: position, before: horizon, movements: movements)
        let end: Timestamp = try transaction.execute(window)[0].decode("recorded_at")
        guard end > position else { return position }
        transaction.planForValues()
        try transaction.execute(self.add(to: table, after: position, through: end))
        return end
    }

    /// Adds the movements that were recorded in a window to the days on which they happened.
    ///
    /// The movements of an entry are recorded at one time, and so are in one window; therefore entries
    /// can be counted window by window.
    static func add(
        to table: Table = .shown,
        after position: Timestamp,
        through end: Timestamp
    ) -> SQL {
        let sums = self.figures.map { "\($0) = known.\($0) + excluded.\($0)" }
        return """
            INSERT INTO \(fragment: table.name) AS known (\(fragment: self.columns))
            \(fragment: self.sums(
                of: "movement",
                where: "movement.recorded_at > \(position) AND movement.recorded_at <= \(end)"
            ))
            ON CONFLICT (day, warehouse, kind) DO UPDATE
            SET \(fragment: SQL(verbatim: sums.joined(separator: ", ")))
            """
    }

    /// Makes a day what all movements come to that were recorded by a time.
    static func make(_ day: CivilDate, in table: Table, recordedTo end: Timestamp) -> [SQL] {
        [
            "DELETE FROM \(fragment: table.name) WHERE day = \(day)",
            """
            INSERT INTO \(fragment: table.name) (\(fragment: self.columns))
            \(fragment: self.sums(on: day, recordedTo: end))
            """,
        ]
    }

    /// The columns of all that is added up, in the order of ``sums(of:where:)``.
    private static let columns = SQL(
        verbatim: (["day", "warehouse", "kind"] + Self.figures).joined(separator: ", ")
    )

    /// What all movements of a day come to that were recorded by a time.
    static func sums(on day: CivilDate, recordedTo end: Timestamp) -> SQL {
        let span = MovementSpan(
            from: "\(day.beginning)::timestamptz",
            before: "\(day.earlier(by: -1).beginning)::timestamptz",
            recordedTo: "\(end)"
        )
        return self.sums(of: "(\(fragment: span.movements))", where: "true")
    }

    /// Adds up movements by the day on which they happened, warehouse and kind of entry.
    ///
    /// - Parameters:
    ///   - movements: A table of them.
    ///   - condition: On `movement` and on `ends`, the warehouses that it takes from or brings to.
    static func sums(of movements: SQL, where condition: SQL) -> SQL {
        """
        SELECT (movement.effective_at AT TIME ZONE 'UTC')::date AS day, ends.warehouse, entry.kind,
            count(DISTINCT movement.entry) AS entries,
            count(DISTINCT (movement.entry, movement.line)) AS lines,
            \(fragment: Self.units("supplier", sign: "ends.sign")) AS received,
            \(fragment: Self.units("customer", sign: "-ends.sign")) AS sold,
            \(fragment: Self.units("adjustment", sign: "ends.sign")) AS adjusted,
            \(fragment: Self.units("scrap", sign: "-ends.sign")) AS scrapped,
            \(fragment: Self.units("production", sign: "ends.sign")) AS produced,
            \(fragment: Self.units("elsewhere", sign: "greatest(ends.sign, 0)")) AS transferred_in,
            \(fragment: Self.units("elsewhere", sign: "greatest(-ends.sign, 0)")) AS transferred_out
        FROM \(fragment: movements) AS movement
        JOIN entry ON entry.id = movement.entry
        JOIN location AS origin ON origin.id = movement.from_location
        JOIN location AS target ON target.id = movement.to_location
        CROSS JOIN LATERAL (
            SELECT origin.warehouse, -1 AS sign, CASE
                WHEN target.warehouse = origin.warehouse THEN 'here'
                WHEN target.warehouse IS NOT NULL THEN 'elsewhere'
                ELSE target.kind END AS other
            WHERE origin.warehouse IS NOT NULL AND origin.kind <> 'transit'
            UNION ALL
            SELECT target.warehouse, 1,
                CASE WHEN origin.warehouse IS NOT NULL THEN 'elsewhere' ELSE origin.kind END
            WHERE target.warehouse IS NOT NULL AND target.kind <> 'transit'
                AND target.warehouse IS DISTINCT FROM origin.warehouse
        ) AS ends
        WHERE \(fragment: condition)
        GROUP BY 1, 2, 3
        """
    }

    private static func units(_ other: String, sign: String) -> SQL {
        SQL(
            verbatim: """
                coalesce(sum(\(sign) * movement.quantity) FILTER (
                    WHERE ends.other = '\(other)'
                ), 0)::bigint
                """
        )
    }

    /// The days of some warehouses, the latest first.
    static func read(
        _ warehouses: [ID<Location>],
        from first: CivilDate,
        through last: CivilDate
    ) -> SQL {
        """
        SELECT *
        FROM dashboard_day
        WHERE day >= \(first) AND day <= \(last) AND warehouse = ANY (\(warehouses))
        ORDER BY warehouse, day DESC, kind
        """
    }

    /// The same of the past, from the journal: the day of `times.asOf` as far as that.
    static func read(
        _ warehouses: [ID<Location>],
        from first: CivilDate,
        at times: DashboardTimes
    ) -> SQL {
        let span = MovementSpan(
            from: "\(first.beginning)::timestamptz",
            before: "\(times.end)::timestamptz",
            recordedTo: "\(times.knownAt)"
        )
        return """
            \(fragment: self.sums(
                of: "(\(fragment: span.movements))",
                where: "ends.warehouse = ANY (\(warehouses))"
            ))
            ORDER BY warehouse, day DESC, kind
            """
    }
}
