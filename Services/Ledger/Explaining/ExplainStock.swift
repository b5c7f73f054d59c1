import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Tells what a figure of stock is made of, now or as it was.
struct ExplainStock: Query {
    static let id = "explainStock"

    /// How far the journal is complete.
    let horizon: Timestamp

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let sku = request.path["sku"] ?? ""
        let field = try request.query.choice("field", of: ExplainedField.self) ?? .available
        guard !field.isOfCosts || request.principal.may(.costRead) else {
            throw Problem.forbidden(.costRead)
        }
        let costs = field.isOfCosts ? try KnownCosts(request, in: transaction) : nil
        var terms = StockTerms(
            field: field,
            variant: try Self.variant(of: sku, in: transaction),
            time: try self.time(request, costs),
            costedTo: costs?.position.costedTo
        )
        try ExplainedPlaces(request).narrow(&terms, in: transaction)
        try terms.requireKnownPromises(request, in: transaction)
        // How much comes after what is added up is not known to the planner.
        transaction.preferIndexes()
        let rows = try transaction.execute(terms.statement)
        return try .json(
            StockExplanation(
                sku: sku,
                terms: terms,
                rows: rows,
                by: StockPolicy.all(of: terms, costs, in: transaction),
                at: costs?.position
            )
        )
    }

    /// The newest variant that has the SKU.
    private static func variant(
        of sku: String,
        in transaction: borrowing Transaction
    ) throws -> ID<Variant> {
        let rows = try transaction.execute(
            """
            SELECT id FROM variant WHERE sku = \(sku) AND NOT is_deleted ORDER BY id DESC LIMIT 1
            """
        )
        guard let row = rows.first else { throw Problem.notFound("There is no variant \(sku).") }
        return try row.decode("id")
    }

    /// The times that are asked for, no later than everything is known; of now neither.
    private func time(_ request: OperationRequest, _ costs: KnownCosts?) throws -> StockTime {
        var time = StockTime(
            asOf: try request.query.timestamp("asOf"),
            knownAt: try request.query.timestamp("knownAt")
        )
        guard !time.isNow else { return time }
        if let costs {
            time.knownAt = costs.at
        } else {
            time.knownAt = min(time.knownAt ?? self.horizon, self.horizon)
        }
        return time
    }
}
