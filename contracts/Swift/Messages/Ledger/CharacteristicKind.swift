import Kernel

/// How a characteristic of goods is looked at.
package enum CharacteristicKind: String, WordCodable, Sendable {
    /// An instrument shows a number, which has limits.
    case measured
    /// Somebody says whether it is as it should be.
    case attribute
}
