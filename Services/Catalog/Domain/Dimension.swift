import Kernel

/// What a unit measures.
package enum Dimension: String, WordCodable, Hashable, Sendable {
    case count
    case mass
    case length
    case area
    case volume
    case time
}
