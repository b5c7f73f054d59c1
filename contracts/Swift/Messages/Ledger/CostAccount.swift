import Kernel

/// The other side of a change of what stock is worth.
package enum CostAccount: String, WordCodable, Hashable, Sendable {
    /// What goods from suppliers cost.
    case supplier
    /// The cost of what customers have.
    case customer
    /// What corrections of the book found or lost.
    case adjustment
    /// What was written off.
    case scrap
    /// What went into products, and came out of it as products.
    case production
    /// What is between two warehouses; always nothing in sum.
    case transfer
    /// Freight, duty and the like, which came to the cost of goods later.
    case landed
    /// What somebody said that goods are worth, more or less than before.
    case revaluation
    /// What was paid beyond a standard cost, and what comes of undoing when costs have changed since.
    case variance
}
