import Postgres

/// How many variants each warehouse has: the rows of `dashboard_stock`.
enum DashboardStock {
    /// Counts all of them again, in the transaction of the caller.
    static let replace: [SQL] = [
        "DELETE FROM dashboard_stock",
        """
        INSERT INTO dashboard_stock (warehouse, positive, zero, negative, oversold)
        SELECT availability.warehouse, count(*) FILTER (WHERE on_hand > 0),
            count(*) FILTER (WHERE on_hand = 0), count(*) FILTER (WHERE on_hand < 0),
            count(*) FILTER (WHERE on_hand - withheld < reserved)
        FROM availability
        JOIN location ON location.id = availability.warehouse AND location.kind = 'warehouse'
        GROUP BY 1
        """,
    ]
}
