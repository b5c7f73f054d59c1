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

    /// What is available is what may be promised and sold, and leaves in some order.
    static func ofPromises(
        of variant: ID<Variant>,
        in transaction: borrowing Transaction
    ) throws -> [StockPolicy] {
        let rule = try transaction.execute(RemovalRules.rule(of: variant)).first
        return [
            StockPolicy(
                kind: .removalRule,
                id: try rule.map { try $0.decode("id", as: ID<RemovalRule>.self).description },
                version: try rule?.decode("version"),
                since: try rule?.decode("updated_at"),
                strategy: try rule.map { try $0.word("strategy") } ?? .fefo
            ),
            .ofLots,
        ]
    }

    static let ofLots = StockPolicy(
        kind: .lotStatus,
        statuses: LotStatus.allCases.filter { !$0.isWithheld }
    )

    /// What goods are worth follows from how they are costed.
    static func ofValues(
        of variant: ID<Variant>,
        in transaction: borrowing Transaction
    ) throws -> [StockPolicy] {
        try transaction.execute(CostPolicies.present(of: variant)).map { row in
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
