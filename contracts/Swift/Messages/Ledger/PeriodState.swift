import Kernel

/// What can still be entered into a period.
package enum PeriodState: String, WordCodable, Hashable, Sendable {
    /// Everything.
    case open
    /// What somebody with the permission for it enters, and what happened and cannot be refused.
    case softClosed = "soft-closed"
    /// Nothing any more; its balances are being sealed.
    case closing
    /// Nothing any more, and its balances are sealed.
    case closed
}

extension PeriodState {
    /// Whether nothing is entered any more, for ever.
    package var isFinal: Bool { self == .closing || self == .closed }
}
