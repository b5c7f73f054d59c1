/// What a till did to the stock.
package enum TillKind: String, Codable, Hashable, Sendable, CaseIterable {
    /// Goods left.
    case sale
    /// Goods came back.
    case refund
    /// Goods were written off or found.
    case adjustment
}
