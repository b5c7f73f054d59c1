import Kernel

/// What part a product plays in the business.
package enum ItemType: String, WordCodable, Hashable, Sendable {
    case merchandise
    case rawMaterial = "raw-material"
    case semiFinished = "semi-finished"
    case packaging
}
