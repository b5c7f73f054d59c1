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
        return """
            SELECT \(fragment: row)
            FROM \(fragment: self.lines)
            GROUP BY place.id, place.code, line.kind, line.account
            HAVING sum(line.value) <> 0\(fragment: isOfUnits ? " OR sum(line.quantity) <> 0" : "")
            """
    }

    /// What other places of the warehouse have of that, below zero: of the same goods each has as much of
    /// the value as it has of them.
    var elsewhere: SQL {
        let worth = PlaceWorth(
            values: """
                SELECT line.variant, line.warehouse, line.value FROM \(fragment: self.lines)
                """,
            goods: """
                SELECT \(self.variant)::uuid AS variant, warehouse, location AS place, quantity
                FROM goods
                """
        )
        let (value, units): (SQL, SQL) = ("- sum(worth.value)", "- sum(worth.quantity)")
        let isOfUnits = self.field == .unitCost
        let row = Self.row(
            "'elsewhere'",
            [
                "warehouse": "place.id", "code": "place.code",
                "quantity": isOfUnits ? units : value, "value": isOfUnits ? value : "NULL",
                "count": "count(DISTINCT location.id)",
            ]
        )
        return """
            SELECT \(fragment: row)
            FROM (\(fragment: worth.statement)) AS worth
            JOIN place ON place.id = worth.warehouse
            JOIN location ON location.id = worth.place
            WHERE NOT (\(fragment: .all(self.here)))
            GROUP BY place.id, place.code
            HAVING sum(worth.value) <> 0\(fragment: isOfUnits ? " OR sum(worth.quantity) <> 0" : "")
            """
    }

    /// The lines of the book that count, each with its warehouse.
    private var lines: SQL {
        var conditions: [SQL] = ["line.variant = \(self.variant)"]
        if let asOf = self.time.asOf { conditions.append("line.effective_at <= \(asOf)") }
        if let knownAt = self.time.knownAt { conditions.append("line.recorded_at <= \(knownAt)") }
        return """
            cost_entry AS line
            JOIN place ON place.id = line.warehouse AND \(fragment: .all(conditions))
            """
    }

    /// What valuations say: by pools now, by totals and lines of another time; of places by what is there.
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
        let worth =
            self.isOfPart
            ? self.worthOfPlaces
            : WarehouseWorth.worth(asOf: self.time.asOf, knownAt: self.time.knownAt)
        return """
            SELECT \(fragment: row)
            FROM (\(fragment: worth)) AS worth
            JOIN place ON place.id = worth.warehouse
            WHERE worth.variant = \(self.variant)
            GROUP BY place.id, place.code
            """
    }

    /// What the places that are counted have of it.
    private var worthOfPlaces: SQL {
        let worth = PlaceWorth(
            asOf: self.time.asOf,
            knownAt: self.time.knownAt,
            conditions: [
                "worth.variant = \(self.variant)",
                "worth.warehouse = ANY (\(Array(self.warehouses ?? [])))",
            ]
        )
        return """
            SELECT worth.variant, worth.warehouse, worth.quantity, worth.value
            FROM (\(fragment: worth.statement)) AS worth
            JOIN location ON location.id = worth.place
            WHERE \(fragment: .all(self.here))
            """
    }
}
