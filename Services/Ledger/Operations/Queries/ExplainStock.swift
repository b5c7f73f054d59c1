import Contracts
import Kernel
import Messaging
import Postgres

/// Tells what a figure of stock is made of.
struct ExplainStock: Query {
    static let id = "explainStock"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let sku = request.path["sku"] ?? ""
        let field = try request.query.choice("field", of: ExplainedField.self) ?? .available
        let isValue = field == .value
        guard !isValue || request.principal.may(.costRead) else {
            throw Problem.forbidden(.costRead)
        }
        var terms = StockTerms(
            field: field,
            sku: sku,
            warehouses: isValue ? request.costedWarehouses : request.readableWarehouses
        )
        if let warehouse = try request.location("warehouse", in: transaction) {
            let own = terms.warehouses ?? [warehouse]
            terms.warehouses = own.intersection([warehouse])
        }
        let rows = try transaction.execute(terms.statement)
        guard let item = rows.first else { throw Problem.notFound("There is no variant \(sku).") }
        let variant: ID<Variant> = try item.decode("subject")
        return try .json(
            StockExplanation(
                sku: sku,
                variantId: variant,
                field: field,
                rows: rows.dropFirst(),
                by: field.policies(of: variant, in: transaction),
                at: isValue
                    ? CostPosition(transaction.execute(CostPosition.read)[0]) : nil
            )
        )
    }
}

/// A figure that can be explained.
enum ExplainedField: String, Codable, CaseIterable, Sendable {
    case onHand = "on-hand"
    case available
    case reserved
    case withheld
    case inTransit = "in-transit"
    /// What the goods are worth.
    case value

    /// What the figure is decided by, besides what happened.
    fileprivate func policies(
        of variant: ID<Variant>,
        in transaction: borrowing Transaction
    ) throws -> [StockPolicy] {
        switch self {
        case .onHand, .reserved, .inTransit: []
        case .withheld: [.ofLots]
        case .available: try StockPolicy.ofPromises(of: variant, in: transaction)
        case .value: try StockPolicy.ofValues(of: variant, in: transaction)
        }
    }
}
