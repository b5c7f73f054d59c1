import Kernel

/// Whether something can still be used for new business.
package enum ActiveStatus: String, WordCodable, Hashable, Sendable {
    /// Can be bought, sold and moved.
    case active
    /// Kept for its history; only what is left of it may leave.
    case retired
}
