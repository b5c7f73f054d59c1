package import Contracts
package import Kernel

/// The wish to give a promise another end.
package struct ReservationExtension: Hashable, Sendable {
    package let reservation: ID<Reservation>
    /// In the future; `nil` for never.
    package let expiresAt: Timestamp?

    package init(_ reservation: ID<Reservation>, expiresAt: Timestamp?) {
        self.reservation = reservation
        self.expiresAt = expiresAt
    }
}
