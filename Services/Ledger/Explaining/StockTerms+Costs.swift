import Kernel
import LedgerDomain
import Postgres

/// What goods are worth, and what one of them is.
extension StockTerms {
    /// What the lines of the book of costs say, by why they were written and what is on their other side.
    var costs: SQL {
        let (value, units): (SQL, SQL) = ("sum(line.value)", "sum(line.quantity)")
        let isOfUnits = self.field == .unitCost
        let row = Self.row(
            "'costs'",
            [
                "warehouse": "place.id", "code": "place.code",
                "quantity": isOfUnits ? units : value, "value": isOfUnits ? value : "NULL",
                "count": "count(*)", "first_at": "min(line.effective_at)",
                "last_at": "max(line.effective_at)", "source": "line.kind",
                "document": "line.account",
            ]
        )
        var conditions: [SQL] = ["line.variant = \(self.variant)"]
        if let asOf = self.time.asOf { conditions.append("line.effective_at <= \(asOf)") }
        if let knownAt = self.time.knownAt { conditions.append("line.recorded_at <= \(knownAt)") }
        return """
            SELECT \(fragment: row)
            FROM cost_entry AS line
            JOIN place ON place.id = line.warehouse
            WHERE \(fragment: .all(conditions))
            GROUP BY place.id, place.code, line.kind, line.account
            HAVING sum(line.value) <> 0\(fragment: isOfUnits ? " OR sum(line.quantity) <> 0" : "")
            """
    }

    /// What valuations say: by pools now, by totals and lines of another time.
    var worth: SQL {
        let (value, units): (SQL, SQL) = ("sum(worth.value)", "sum(worth.quantity)")
        let isOfUnits = self.field == .unitCost
        let row = Self.row(
            "'figure'",
            [
                "warehouse": "place.id", "code": "place.code",
                "quantity": isOfUnits ? units : value, "value": isOfUnits ? value : "NULL",
            ]
        )
        return """
            SELECT \(fragment: row)
            FROM (
                \(fragment: GetValuation.worth(asOf: self.time.asOf, knownAt: self.time.knownAt))
            ) AS worth
            JOIN place ON place.id = worth.warehouse
            WHERE worth.variant = \(self.variant)
            GROUP BY place.id, place.code
            """
    }
}
