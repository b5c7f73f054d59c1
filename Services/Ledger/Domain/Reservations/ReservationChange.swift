package import Contracts
package import Kernel

/// What one decision has made of a reservation, and why.
///
/// A reservation is the fold of its changes: the last one says how it is, and what its lines are is the
/// sum of what each change made more or less of them.
package struct ReservationChange: Hashable, Sendable {
    package let step: ReservationStep
    /// As it is after the change.
    package let reservation: StockReservation
    package let reason: String?
    /// The entry that took from it, or gave back.
    package let entry: ID<Entry>?
    package let actor: Actor
    /// Those that have changed.
    package let lines: [Line]

    /// How much more there is of a line than before.
    package struct Line: Hashable, Sendable {
        /// From 1.
        package let number: Int
        package let variant: ID<Variant>
        package let reserved: Quantity
        package let consumed: Quantity
        package let released: Quantity
        package let backordered: Quantity
    }

    /// - Parameter state: As it was before the decision.
    /// - Returns: `nil` for a decision that is about no reservation.
    init?(by decision: Decision, of instruction: Instruction, on state: LedgerState) {
        guard let reservation = decision.reservation, let step = instruction.command.step
        else { return nil }
        self.step = step
        self.reservation = reservation
        self.reason = instruction.command.reason
        self.entry = decision.entry?.id
        self.actor = instruction.actor
        self.lines = Self.lines(of: reservation, since: state.reservation(reservation.id))
    }

    private static func lines(
        of reservation: StockReservation,
        since before: StockReservation?
    ) -> [Line] {
        reservation.lines.enumerated().compactMap { index, line in
            guard let earlier = before?.lines[index] else {
                return Line(index, line, since: nil)
            }
            return line == earlier ? nil : Line(index, line, since: earlier)
        }
    }
}

extension ReservationChange.Line {
    fileprivate init(
        _ index: Int,
        _ line: StockReservation.Line,
        since before: StockReservation.Line?
    ) {
        self.number = index + 1
        self.variant = line.variant
        self.reserved = line.reserved - (before?.reserved ?? .zero)
        self.consumed = line.consumed - (before?.consumed ?? .zero)
        self.released = line.released - (before?.released ?? .zero)
        self.backordered = line.backordered - (before?.backordered ?? .zero)
    }
}

extension LedgerCommand {
    /// What the command does to a reservation; `nil` for one that touches none.
    fileprivate var step: ReservationStep? {
        switch self {
        case .reserve: .made
        case .fill: .filled
        case .consume: .consumed
        case .reverse: .restored
        case .extend: .extended
        case .release: .released
        case .expire: .expired
        case .withdraw: .withdrawn
        case .post, .changeLot, .expireLot, .inspect, .concede, .order, .carry, .cancelOrder,
            .handle:
            nil
        }
    }

    fileprivate var reason: String? {
        switch self {
        case .consume(let consumption): consumption.about.reason
        case .reverse(let reversal): reversal.about.reason
        case .release(let release): release.reason
        case .withdraw(let withdrawal): withdrawal.reason
        case .reserve, .fill, .extend, .expire, .post, .changeLot, .expireLot, .inspect,
            .concede, .order, .carry, .cancelOrder, .handle:
            nil
        }
    }
}
