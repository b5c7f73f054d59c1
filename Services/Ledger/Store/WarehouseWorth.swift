import Kernel
import Postgres

/// What the goods of each variant in each warehouse are worth, as the book of costs says.
enum WarehouseWorth {
    /// Rows of `variant`, `warehouse`, `quantity` and `value`, which are to be added up: what is there now by
    /// its pools, and what was there by the lines of the book up to then.
    static func worth(asOf: Timestamp?, knownAt: Timestamp?) -> SQL {
        guard asOf != nil || knownAt != nil else {
            return """
                SELECT variant, warehouse, quantity - owed_quantity AS quantity,
                    layer_value::numeric + value - owed_value AS value
                FROM cost_pool
                """
        }
        if let asOf, knownAt == nil { return self.worth(asOf: asOf) }
        var conditions: [SQL] = []
        if let asOf { conditions.append("effective_at <= \(asOf)") }
        if let knownAt { conditions.append("recorded_at <= \(knownAt)") }
        return """
            SELECT variant, warehouse, quantity, value
            FROM cost_entry
            WHERE \(fragment: .all(conditions))
            """
    }

    /// The months before, and the lines of the month and those that are not in the totals yet; each line
    /// is in one part at most.
    ///
    /// What is in the totals is almost everything, so of that no index is to be used (`number + 0`).
    private static func worth(asOf: Timestamp) -> SQL {
        let month = StockTime.month(of: "\(asOf)::timestamptz")
        return """
            SELECT variant, warehouse, quantity, value
            FROM cost_total
            WHERE month < \(fragment: month)
            UNION ALL
            SELECT variant, warehouse, quantity, value
            FROM cost_entry
            WHERE effective_at >= \(fragment: month)::timestamp AT TIME ZONE 'UTC'
                AND effective_at <= \(asOf)
                AND number + 0 <= (\(fragment: CostTotalStore.position))
            UNION ALL
            SELECT variant, warehouse, quantity, value
            FROM cost_entry
            WHERE effective_at <= \(asOf) AND number > (\(fragment: CostTotalStore.position))
            """
    }
}
