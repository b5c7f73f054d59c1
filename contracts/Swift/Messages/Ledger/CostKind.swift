import Kernel

/// Why stock is worth more or less.
package enum CostKind: String, WordCodable, Hashable, Sendable {
    /// Goods came or went.
    case moved
    /// Goods came that had been sold before, and what they cost is known at last.
    case settled
    /// A cost that came after the goods.
    case landed
    /// Somebody said what goods are worth, or by which method that is told.
    case revalued
    /// What was paid is not what goods are worth here.
    case variance
}
