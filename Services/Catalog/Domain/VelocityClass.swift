import Kernel

/// How often a variant is picked, for its place in the warehouse.
package enum VelocityClass: String, WordCodable, Hashable, Sendable {
    /// Picked most.
    case a = "A"
    case b = "B"
    /// Picked least.
    case c = "C"
}
