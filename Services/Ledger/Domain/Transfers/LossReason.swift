package import Contracts
import Kernel

/// Why goods that left did not arrive.
package enum LossReason: String, WordCodable, Sendable {
    case lost
    case damaged
    case expired
    case stolen
    case other
}

extension LossReason {
    /// The virtual location that they end at, as with a correction for the same reason.
    package var counterpart: LocationKind {
        switch self {
        case .damaged, .expired: .scrap
        case .lost, .stolen, .other: .adjustment
        }
    }
}
