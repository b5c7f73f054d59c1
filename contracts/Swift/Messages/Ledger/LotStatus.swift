import Kernel

/// Whether goods of a lot may be promised and sold.
///
/// Of anything but `released` the goods stay in the book and can be moved, brought back and written
/// off, and are not available.
package enum LotStatus: String, WordCodable, Sendable {
    case released
    /// Waits for an inspection.
    case quarantined
    /// Somebody doubts it.
    case held
    /// Called back, also from those who have it.
    case recalled
    /// Its last day is over; set by the clock alone.
    case expired
}

extension LotStatus {
    /// Whether goods of the lot are kept from being promised and sold.
    package var isWithheld: Bool { self != .released }
}
