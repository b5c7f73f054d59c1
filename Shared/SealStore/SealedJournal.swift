package import Kernel
package import Postgres
package import Sealing

/// The journal in the order in which it is sealed.
package enum SealedJournal {
    /// Movements behind a place, each with its entry, and entries that move nothing.
    ///
    /// - Parameters:
    ///   - place: `nil` for the beginning.
    ///   - end: The last place that is wanted.
    ///   - time: Movements that were recorded then or later are left out.
    package static func records(
        after place: JournalPlace?,
        through end: JournalPlace? = nil,
        before time: Timestamp? = nil,
        limit: Int
    ) -> SQL {
        var conditions: [SQL] = []
        if let place {
            conditions.append(self.condition(place, ">="))
            conditions.append("\(fragment: self.order) > \(fragment: self.row(place))")
        }
        if let end {
            conditions.append(self.condition(end, "<="))
            conditions.append("\(fragment: self.order) <= \(fragment: self.row(end))")
        }
        if let time { conditions.append("movement.recorded_at < \(time)") }
        return self.statement(conditions, limit: limit)
    }

    /// Whether approvals stand behind a place that were recorded in the same instant; at most one row.
    package static func approvals(behind place: JournalPlace) -> SQL {
        """
        SELECT
        FROM entry
        WHERE kind = 'approve' AND recorded_at = \(place.recordedAt) AND id > \(place.entry)
        LIMIT 1
        """
    }

    /// One movement, by its identifier and when it was recorded.
    ///
    /// The identifier has no index of its own, and tells the time to a millisecond.
    package static func record(_ id: SealedID, in times: Range<Timestamp>) -> SQL {
        self.statement(
            [
                "movement.recorded_at >= \(times.lowerBound)",
                "movement.recorded_at < \(times.upperBound)", "movement.id = \(id)",
            ],
            limit: 1
        )
    }

    private static func statement(_ conditions: [SQL], limit: Int) -> SQL {
        let condition = conditions.isEmpty ? "true" : conditions.joined(separator: " AND ")
        // The page first, and then what its movements name: nothing else is joined.
        return """
            WITH page AS MATERIALIZED (
                (
                    SELECT \(fragment: self.moved)
                    FROM movement
                    WHERE \(fragment: condition)
                    ORDER BY recorded_at, entry, line, id
                    LIMIT \(limit)
                )
                UNION ALL
                (
                    SELECT movement.*
                    FROM (\(fragment: self.unmoved)) AS movement
                    WHERE \(fragment: condition)
                    ORDER BY recorded_at, entry
                    LIMIT \(limit)
                )
                ORDER BY recorded_at, entry, line, id
                LIMIT \(limit)
            )
            SELECT \(fragment: self.columns)
            FROM page
            LEFT JOIN entry ON entry.id = page.entry
            LEFT JOIN location AS origin ON origin.id = page.from_location
            LEFT JOIN location AS target ON target.id = page.to_location
            ORDER BY page.recorded_at, page.entry, page.line, page.id
            """
    }

    /// When the first movement behind a place was recorded, or entry that moves nothing; no row
    /// without any.
    package static func firstTime(after place: JournalPlace?) -> SQL {
        let condition: SQL =
            if let place {
                """
                \(fragment: self.condition(place, ">="))
                    AND \(fragment: self.order) > \(fragment: self.row(place))
                """
            } else {
                "true"
            }
        return """
            (
                SELECT recorded_at
                FROM movement
                WHERE \(fragment: condition)
                ORDER BY recorded_at
                LIMIT 1
            )
            UNION ALL
            (
                SELECT recorded_at
                FROM (\(fragment: self.unmoved)) AS movement
                WHERE \(fragment: condition)
                ORDER BY recorded_at
                LIMIT 1
            )
            ORDER BY recorded_at
            LIMIT 1
            """
    }

    /// What is read of a movement.
    private static let moved: SQL = """
        recorded_at, entry, line, id, variant, lot, serial, from_location, to_location, quantity,
        unit_cost, unit_cost_currency, reverses, effective_at, occurred_at
        """

    /// The entries that move nothing, each as if it were the first of its own movements.
    private static let unmoved: SQL = """
        SELECT recorded_at, id AS entry, 0 AS line, id, NULL::uuid AS variant, NULL::uuid AS lot,
            NULL::uuid AS serial, NULL::uuid AS from_location, NULL::uuid AS to_location,
            NULL::bigint AS quantity, NULL AS unit_cost, NULL AS unit_cost_currency,
            NULL::uuid AS reverses, NULL::timestamptz AS effective_at,
            NULL::timestamptz AS occurred_at
        FROM entry
        WHERE kind IN ('rule', 'approve')
        """

    /// What the indexes know, said apart from the rest.
    private static func condition(_ place: JournalPlace, _ comparison: String) -> SQL {
        SQL(verbatim: "movement.recorded_at \(comparison) ") + "\(place.recordedAt)"
    }

    private static let order: SQL =
        "(movement.recorded_at, movement.entry, movement.line, movement.id)"

    private static func row(_ place: JournalPlace) -> SQL {
        "(\(place.recordedAt), \(place.entry), \(place.line), \(place.movement))"
    }

    /// In the order in which they are read.
    private static let columns: SQL = """
        page.recorded_at, page.entry, page.line, page.id,
        page.variant, page.lot, page.serial, page.from_location, page.to_location,
        origin.warehouse, target.warehouse, page.quantity, page.unit_cost,
        page.unit_cost_currency, page.reverses, page.effective_at, page.occurred_at,
        entry.id, entry.kind, entry.source, entry.document, entry.original_source,
        entry.original_document, entry.reverses, entry.reversal_number, entry.undoes_rest,
        entry.batch, entry.reservation, entry.reason, entry.note,
        entry.effective_at, entry.recorded_at, entry.actor_kind, entry.actor_id,
        entry.actor_name, entry.cause, entry.transfer_order, entry.occurred_at, entry.approves,
        entry.authority, entry.terms, entry.worth
        """
}
