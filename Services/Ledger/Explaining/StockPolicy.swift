import Contracts
import Kernel
import LedgerDomain
import Postgres

/// What a figure of stock was decided by.
struct StockPolicy: Codable, Sendable {
    /// What kind of decision it is.
    enum Kind: String, Codable, CaseIterable, Sendable {
        /// Which goods leave first.
        case removalRule = "removal-rule"
        /// Goods of which lots may be promised and sold.
        case lotStatus = "lot-status"
        /// What goods are worth.
        case costPolicy = "cost-policy"
    }

    let kind: Kind
    /// The rule or policy; `nil` for what holds where nobody has made one.
    var id: String?
    var version: Int64?
    /// When it began to hold in this form.
    var since: Timestamp?
    var strategy: RemovalStrategy?
    /// Those of goods that count.
    var statuses: [LotStatus]?
    var method: CostMethod?
    var standardCost: CostValue?

    /// What a figure was decided by, as far as that is known of the times that are asked for.
    static func all(
        of terms: StockTerms,
        _ costs: KnownCosts?,
        in transaction: borrowing Transaction
    ) throws -> [StockPolicy] {
        switch terms.field {
        case .onHand, .reserved, .inTransit: []
        case .withheld: [.ofLots]
        case .available where terms.time.isNow:
            [try .ofRemoval(of: terms.variant, in: transaction), .ofLots]
        // Which rule there was then nobody remembers.
        case .available: [.ofLots]
        case .value, .unitCost: try Self.ofCosts(of: terms, costs, in: transaction)
        }
    }

    /// What is available leaves in some order.
    private static func ofRemoval(
        of variant: ID<Variant>,
        in transaction: borrowing Transaction
    ) throws -> StockPolicy {
        let rule = try transaction.execute(RemovalRules.rule(of: variant)).first
        return StockPolicy(
            kind: .removalRule,
            id: try rule.map { try $0.decode("id", as: ID<RemovalRule>.self).description },
            version: try rule?.decode("version"),
            since: try rule?.decode("updated_at"),
            strategy: try rule.map { try $0.word("strategy") } ?? .fefo
        )
    }

    private static let ofLots = StockPolicy(
        kind: .lotStatus,
        statuses: LotStatus.allCases.filter { !$0.isWithheld }
    )

    /// What goods are worth follows from how they are costed, or were.
    private static func ofCosts(
        of terms: StockTerms,
        _ costs: KnownCosts?,
        in transaction: borrowing Transaction
    ) throws -> [StockPolicy] {
        let variant = terms.variant
        let statement =
            if let costs, !terms.time.isNow {
                CostPolicies.past(
                    of: variant,
                    at: [costs.position.costedTo, terms.time.asOf].compactMap(\.self).min()
                        ?? costs.position.costedTo
                )
            } else {
                CostPolicies.present(of: variant)
            }
        return try transaction.execute(statement).map { row in
            let costing = try Costing(row)
            return StockPolicy(
                kind: .costPolicy,
                id: try row.decode("policy", as: ID<CostPolicy>?.self)?.description,
                version: try row.decode("version"),
                since: try row.decode("since"),
                method: costing.method,
                standardCost: costing.standard
            )
        }
    }
}
