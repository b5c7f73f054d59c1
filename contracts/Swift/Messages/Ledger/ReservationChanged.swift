package import Kernel

/// A reservation was made, consumed, released or expired: a full snapshot.
package struct ReservationChanged: Contract, Hashable {
    package static let type = "ledger.reservation.changed.v1"
    package static let destination = Destination.event(of: .ledger)

    package let reservationId: ID<Reservation>
    package let warehouseId: ID<Location>
    package let reference: Reference?
    package let state: ReservationState
    package let lines: [ReservedLine]
    /// `nil` where it holds until released.
    package let expiresAt: Timestamp?
    /// 1 when made, then one more with every change, without gaps.
    package let version: Int64

    package init(
        reservationId: ID<Reservation>,
        warehouseId: ID<Location>,
        reference: Reference? = nil,
        state: ReservationState,
        lines: [ReservedLine],
        expiresAt: Timestamp? = nil,
        version: Int64
    ) {
        self.reservationId = reservationId
        self.warehouseId = warehouseId
        self.reference = reference
        self.state = state
        self.lines = lines
        self.expiresAt = expiresAt
        self.version = version
    }
}
