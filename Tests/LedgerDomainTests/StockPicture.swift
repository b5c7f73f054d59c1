import Contracts
import Kernel
import LedgerDomain

/// What a command changed, as it is in a state: everything but versions and marks.
struct StockPicture: Equatable {
    private let onHand: [Balance.Key: Quantity]
    private let levels: [Availability.Key: [Quantity]]
    /// Where units in stock are; all places outside are one, for units that are not ours.
    private let units: [StockSerial.Key: ID<Location>]
    private let promises: [StockReservation.Line]
    private let isPending: Bool?
    private let carried: [TransferLine]

    init(of decision: Decision, in state: LedgerState) {
        self.onHand = Dictionary(
            uniqueKeysWithValues: decision.balances.map { ($0.key, state.balance($0.key).onHand) }
        )
        self.levels = Dictionary(
            uniqueKeysWithValues: decision.availabilities.map { availability in
                let level = state.availability(availability.key)
                let count = Quantity(integerLiteral: Int64(level.reservations))
                return (level.key, [level.onHand, level.reserved, count])
            }
        )
        self.units = Dictionary(
            uniqueKeysWithValues: decision.serials.compactMap { serial in
                state.serial(serial.key).flatMap { $0.isInStock ? ($0.key, $0.location) : nil }
            }
        )
        let reservation = decision.reservation.flatMap { state.reservation($0.id) }
        self.promises = reservation?.lines ?? []
        self.carried = decision.transfer.flatMap { state.order($0.id) }?.lines ?? []
        self.isPending = reservation.map { $0.state == .pending }
    }
}
