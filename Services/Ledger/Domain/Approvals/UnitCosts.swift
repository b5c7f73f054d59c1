import Contracts
import Kernel

/// What one base unit of goods is worth, as far as the book of costs knows.
///
/// Goods can be moved to where they never were, and the book of costs follows later: what has no cost in
/// a warehouse is worth the most that it is worth in any.
package struct UnitCosts: Hashable, Sendable {
    private var known: [CostPool.Key: CostValue] = [:]
    private var highest: [ID<Variant>: CostValue] = [:]

    package init() {}

    /// What one unit is worth in a warehouse; `nil` where no warehouse knows.
    package subscript(key: CostPool.Key) -> CostValue? {
        self.known[key] ?? self.highest[key.variant]
    }

    /// Takes in what a pool knows; each once.
    package mutating func add(_ cost: CostValue, of key: CostPool.Key) {
        self.known[key] = cost
        self.highest[key.variant] = self.highest[key.variant].map { max($0, cost) } ?? cost
    }
}
