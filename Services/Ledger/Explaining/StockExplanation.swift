import Contracts
import Kernel
import LedgerDomain
import Postgres

/// A figure of stock and what it is made of.
struct StockExplanation: Codable, Sendable {
    let sku: String
    let variantId: ID<Variant>
    let field: ExplainedField
    /// As others are shown it, over all warehouses that are explained; `nil` for the cost of a unit where
    /// there is none.
    let value: KeptFigure?
    /// Add up to the value; of the cost of a unit the one divided by the other.
    let terms: [StockTerm]
    /// What it was decided by; empty for figures that follow from what happened alone.
    let policies: [StockPolicy]
    /// The times that were asked for; of costs `costedTo` takes the place of the second.
    let asOf: Timestamp?
    let knownAt: Timestamp?
    /// What a value is in.
    let currency: String?
    /// Everything that was recorded up to then is in a value.
    let costedTo: Timestamp?

    /// - Parameters:
    ///   - terms: What was asked for.
    ///   - rows: Of ``StockTerms``.
    ///   - policies: What the figure was decided by.
    ///   - position: How far values are known.
    init(
        sku: String,
        terms: StockTerms,
        rows: Rows,
        by policies: [StockPolicy],
        at position: CostPosition?
    ) throws {
        self.sku = sku
        self.variantId = terms.variant
        self.field = terms.field
        self.policies = policies
        self.asOf = terms.time.asOf
        self.knownAt = terms.field.isOfCosts ? nil : terms.time.knownAt
        self.currency = position?.currency
        self.costedTo = position?.costedTo
        var (quantity, value, parts) = (Quantity.zero, Quantity.zero, [StockTerm]())
        for row in rows {
            guard let kind = StockTerm.Kind(rawValue: try row.decode("kind")) else {
                quantity = quantity.addingClamped(try row.decode("quantity"))
                value = value.addingClamped(
                    try row.decode("value", as: Quantity?.self) ?? .zero
                )
                continue
            }
            parts.append(try StockTerm(row, kind, of: terms.field))
        }
        self.terms = parts
        // Of a value millionths were added up, in which the sum is as exact.
        self.value =
            switch terms.field {
            case .unitCost:
                CostValue(millionths: value.tenThousandths).unitCost(of: quantity)
                    .map { KeptFigure(units: $0.millionths, isValue: true) }
            case .value: KeptFigure(units: quantity.tenThousandths, isValue: true)
            case .onHand, .available, .reserved, .withheld, .inTransit:
                KeptFigure(units: quantity.tenThousandths, isValue: false)
            }
    }
}

extension CostValue {
    /// What one unit is worth on average, to the nearest millionth; `nil` where there is nothing, and out
    /// of range.
    fileprivate func unitCost(of quantity: Quantity) -> CostValue? {
        if quantity == .zero { return nil }
        guard quantity.isNegative else { return self.share(1, of: quantity) }
        // Less than nothing, where goods left before they came: both have the same sign.
        return CostValue(millionths: -self.millionths).share(1, of: .zero - quantity)
    }
}
