import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Says what a currency is worth from a time on; it counts for what is recorded after it.
struct AddExchangeRate: Operation {
    static let id = "addExchangeRate"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let draft: ExchangeRateDraft = try request.document()
        try request.requireEveryWarehouse(for: .costManage)
        let position = try CostPosition(transaction.execute(CostPosition.read)[0])
        guard draft.currency.code != position.currency else {
            throw Problem.validation(
                "/currency",
                rule: "foreign",
                "Values are in \(draft.currency)."
            )
        }
        let actor = request.principal.actor
        let rows = try transaction.pipeline([
            JournalHorizon.hold,
            """
            INSERT INTO exchange_rate (
                id, currency, valid_from, rate, recorded_at, actor_kind, actor_id, actor_name
            )
            VALUES (
                \(ID<RateFact>.make()), \(draft.currency.code), \(draft.validFrom),
                \(draft.rate.tenBillionths), clock_timestamp(), \(actor.kind.rawValue), \(actor.id),
                \(actor.name)
            )
            RETURNING *
            """,
        ])
        let rate = try ExchangeRateBody(rows[1][0])
        try SettingAnnouncement(rate).tell(rate, by: request, in: transaction)
        return try .json(rate, status: 201)
    }
}

/// Lists what currencies were said to be worth, the latest first.
struct ListExchangeRates: Query {
    static let id = "listExchangeRates"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let limit = try request.query.limit()
        var conditions: [SQL] = []
        if let currency = request.query["currency"] {
            conditions.append("currency = \(currency)")
        }
        if let position = try JournalPosition(request) {
            conditions.append("(recorded_at, id) < (\(position.recordedAt), \(position.id))")
        }
        let rows = try transaction.execute(
            """
            SELECT *
            FROM exchange_rate
            WHERE \(fragment: .all(conditions))
            ORDER BY recorded_at DESC, id DESC
            LIMIT \(limit + 1)
            """
        )
        return try request.page(of: Array(rows), limit: limit) { row in
            try JournalPosition.keys(row)
        } body: { rows in
            try rows.map { try ExchangeRateBody($0) }
        }
    }
}

struct ExchangeRateDraft: Codable, Sendable {
    let currency: Currency
    /// What one unit of it is worth in the company's currency.
    let rate: ExchangeRate
    let validFrom: Timestamp
}

/// A rate as its own document.
struct ExchangeRateBody: Codable, Sendable {
    let id: ID<RateFact>
    let currency: String
    let rate: ExchangeRate
    let validFrom: Timestamp
    let recordedAt: Timestamp

    init(_ row: Row) throws {
        self.id = try row.decode("id")
        self.currency = try row.decode("currency")
        self.rate = ExchangeRate(tenBillionths: try row.decode("rate"))
        self.validFrom = try row.decode("valid_from")
        self.recordedAt = try row.decode("recorded_at")
    }
}
