import Kernel

/// What was ordered about costs.
package enum CostOrderKind: String, WordCodable, Hashable, Sendable {
    /// A cost that came after the goods is spread over them.
    case land
    /// Goods are worth more or less.
    case revalue
    /// A variant is costed by another method or standard.
    case cost
    /// A cost that was spread over goods is taken back.
    case reverse
}
