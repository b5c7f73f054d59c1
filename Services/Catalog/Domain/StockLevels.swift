package import Kernel

/// Between which quantities a variant should be kept in stock, in its base unit.
package struct StockLevels: Codable, Hashable, Sendable {
    /// Below this there is too little.
    package var minimum: Quantity?
    /// At or below this, more is ordered.
    package var reorderPoint: Quantity?
    /// Orders fill up to this.
    package var maximum: Quantity?

    package static let none = StockLevels(minimum: nil, reorderPoint: nil, maximum: nil)

    package init(minimum: Quantity?, reorderPoint: Quantity?, maximum: Quantity?) {
        self.minimum = minimum
        self.reorderPoint = reorderPoint
        self.maximum = maximum
    }

    /// - Throws: ``BrokenRule`` `not-negative` or `level-order`.
    package func check() throws(BrokenRule) {
        let given = [self.minimum, self.reorderPoint, self.maximum].compactMap(\.self)
        guard !given.contains(where: \.isNegative) else {
            throw BrokenRule("not-negative", "levels must not be below zero")
        }
        guard zip(given, given.dropFirst()).allSatisfy(<=) else {
            throw BrokenRule("level-order", "must hold minimum <= reorderPoint <= maximum")
        }
    }
}
