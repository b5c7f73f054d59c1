import Kernel

/// What happened to a reservation.
package enum ReservationStep: String, WordCodable, Hashable, Sendable {
    /// It was there when its history began.
    case began
    case made
    /// Some of what waited is promised, because stock came.
    case filled
    /// Some of it left.
    case consumed
    /// What had left of it came back, because the shipment was undone.
    case restored
    /// It was given another end, or none.
    case extended
    /// Some of it was given up.
    case released
    /// The ledger gave it up when its time was over.
    case expired
    /// Its document was to hold nothing any more.
    case withdrawn
}
