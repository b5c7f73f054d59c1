import Kernel

/// A job in a warehouse that can be granted to a user on top of the role.
package enum Scope: String, WordCodable, Hashable, Sendable {
    case receive
    case pick
    case count
    case adjust
    case transfer

    package var permission: Permission {
        switch self {
        case .receive: .stockReceive
        case .pick: .stockPick
        case .count: .stockCount
        case .adjust: .stockAdjust
        case .transfer: .stockTransfer
        }
    }
}
