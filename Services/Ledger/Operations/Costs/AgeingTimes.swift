import Contracts
import Kernel
import Messaging
import Postgres

/// The times of which a request asks how old goods were; of now where it says nothing.
struct AgeingTimes {
    /// `nil` for now.
    let asOf: Timestamp?
    let costedTo: Timestamp
    let currency: String

    /// - Throws: 422 for a time of which it is not known.
    init(_ request: OperationRequest, in transaction: borrowing Transaction) throws {
        let known = try KnownCosts(request, in: transaction)
        let asOf = try request.query.timestamp("asOf")
        self.costedTo = known.position.costedTo
        self.currency = known.position.currency
        self.asOf = asOf ?? known.at
        guard let first = known.position.shiftsFrom else { return }
        for (name, time) in [("asOf", asOf), ("knownAt", known.at)] {
            guard let time, time < first else { continue }
            throw QueryParameters.invalid(
                name,
                rule: "range",
                "must not be before \(first), from which on it is known"
            )
        }
    }

    /// Rows of `days` and `value`, without what is owed.
    ///
    /// - Parameter conditions: On `pool`, of its `variant` and `warehouse`.
    func goods(where conditions: [SQL]) -> SQL {
        guard let asOf else {
            return """
                SELECT goods.value, \(fragment: .days(since: "goods.acquired_at")) AS days
                FROM cost_pool AS pool
                CROSS JOIN LATERAL cost_goods(pool.variant, pool.warehouse) AS goods
                WHERE \(fragment: .all(conditions))
                """
        }
        let past = PastGoods(asOf: asOf, knownAt: self.costedTo, pools: conditions)
        return """
            SELECT goods.value,
                \(fragment: .days(since: "goods.acquired_at", at: "\(asOf)::timestamptz")) AS days
            FROM (\(fragment: past.statement)) AS goods
            WHERE goods.acquired_at IS NOT NULL
            """
    }
}

extension SQL {
    /// How many whole days have passed between two times.
    static func days(since time: SQL, at now: SQL = "statement_timestamp()") -> SQL {
        "floor(extract(epoch FROM \(fragment: now) - \(fragment: time)) / 86400)"
    }
}
