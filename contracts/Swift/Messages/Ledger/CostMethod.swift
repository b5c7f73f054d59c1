import Kernel

/// What goods that leave have cost.
package enum CostMethod: String, WordCodable, Hashable, Sendable {
    /// What the oldest that are there cost when they came.
    case fifo
    /// What all that are there cost on average.
    case average
    /// What somebody said that they cost, whatever was paid.
    case standard
}
