import Kernel

/// Whether a handling unit can be used.
package enum HandlingUnitStatus: String, WordCodable, Hashable, Sendable {
    /// Goods are put on it and picked from it.
    case open
    /// It left with all that it held.
    case shipped
    /// Not used any more, and empty.
    case closed
}
