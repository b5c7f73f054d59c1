package import Contracts
import Kernel

/// Why the book was corrected: a closed list, so that shrinkage can be reported by cause.
package enum AdjustmentReason: String, WordCodable, Sendable {
    case openingBalance = "opening-balance"
    case count
    case found
    case lost
    case damaged
    case expired
    case stolen
    case sample
    case internalUse = "internal-use"
    case dataCorrection = "data-correction"
    case other
}

extension AdjustmentReason {
    /// The virtual location on the other side of the correction.
    package var counterpart: LocationKind {
        switch self {
        case .damaged, .expired: .scrap
        case .openingBalance, .count, .found, .lost, .stolen, .sample, .internalUse,
            .dataCorrection, .other:
            .adjustment
        }
    }
}
