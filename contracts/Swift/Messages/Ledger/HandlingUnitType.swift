import Kernel

/// What goods are moved on or in.
package enum HandlingUnitType: String, WordCodable, Hashable, Sendable {
    case pallet
    case carton
    /// A box that comes back to be filled again.
    case tote
    /// A cage, or anything on wheels.
    case trolley
    case container
    case other
}
