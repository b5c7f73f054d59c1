import Kernel

/// What became of a handling unit: a step in its history.
package enum HandlingUnitAction: String, WordCodable, Hashable, Sendable {
    case created
    /// It stands somewhere else.
    case moved
    /// It came to another warehouse with the unit on which it stands.
    case carried
    /// All that was on it is somewhere else.
    case unpacked
    case shipped
    case closed
    /// Goods that had left came back to it, because an entry was undone.
    case reopened
}
