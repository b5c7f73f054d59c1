package import Contracts
package import Kernel

/// Stock of one warehouse that is promised and not yet taken.
package struct StockReservation: Hashable, Sendable {
    package let id: ID<Reservation>
    package let warehouse: ID<Location>
    package private(set) var state: ReservationState
    /// When the promise ends by itself; `nil` for never.
    package private(set) var expiresAt: Timestamp?
    /// From 0; what waits is promised to the highest first.
    package let priority: Int
    package let reference: Reference?
    package let note: String?
    /// Why stock was given up, as the last release that said it did.
    package private(set) var releaseReason: String?
    package let actor: Actor
    package let createdAt: Timestamp
    /// 1 when made, then one more with every change.
    package private(set) var version: Int64
    package private(set) var lines: [Line]

    package init(
        id: ID<Reservation>,
        warehouse: ID<Location>,
        state: ReservationState = .pending,
        expiresAt: Timestamp? = nil,
        priority: Int = 0,
        reference: Reference? = nil,
        note: String? = nil,
        releaseReason: String? = nil,
        actor: Actor,
        createdAt: Timestamp,
        version: Int64 = 1,
        lines: [Line]
    ) {
        self.id = id
        self.warehouse = warehouse
        self.state = state
        self.expiresAt = expiresAt
        self.priority = priority
        self.reference = reference
        self.note = note
        self.releaseReason = releaseReason
        self.actor = actor
        self.createdAt = createdAt
        self.version = version
        self.lines = lines
    }

    package func isOver(at time: Timestamp) -> Bool {
        guard let expiresAt = self.expiresAt else { return false }
        return expiresAt <= time
    }

    /// What is still promised of a variant, over all lines.
    package func open(_ variant: ID<Variant>) -> Quantity {
        self.lines.reduce(.zero) { $1.variant == variant ? $0 + $1.open : $0 }
    }

    /// Takes part of a line; the caller has checked that it is open.
    mutating func consume(_ quantity: Quantity, line index: Int) {
        self.lines[index].consumed += quantity
    }

    /// Gives up part of a line; the caller has checked that it is open.
    mutating func release(_ quantity: Quantity, line index: Int) {
        self.lines[index].released += quantity
    }

    /// Whether some of it waits for stock.
    package var isWaiting: Bool { self.lines.contains(where: \.backordered.isPositive) }

    /// Promises some of what waits; the caller has checked that it is there.
    mutating func promise(_ quantity: Quantity, line index: Int) {
        self.lines[index].backordered -= quantity
        self.lines[index].reserved += quantity
    }

    /// Gives up some of what waits.
    mutating func withdraw(_ quantity: Quantity, line index: Int) {
        self.lines[index].backordered -= quantity
    }

    mutating func end(at time: Timestamp?) { self.expiresAt = time }

    /// Whether what was taken can be promised again: not once the rest was given up, or the time
    /// is over.
    func mayHoldAgain(at time: Timestamp) -> Bool {
        [.pending, .consumed].contains(self.state) && !self.isOver(at: time)
    }

    /// Promises again what was taken of a line.
    mutating func restore(_ quantity: Quantity, line index: Int) {
        self.lines[index].consumed -= quantity
        self.state = .pending
    }

    /// Counts what was taken of a line as given up, because it came back too late.
    mutating func forgo(_ quantity: Quantity, line index: Int) {
        self.lines[index].consumed -= quantity
        self.lines[index].released += quantity
    }

    /// Whether something was taken that has not come back.
    var isConsumed: Bool { self.lines.contains(where: \.consumed.isPositive) }

    /// Keeps why stock is given up; a release without a reason leaves the earlier one.
    mutating func explain(_ reason: String?) {
        self.releaseReason = reason ?? self.releaseReason
    }

    /// Settles version and state after a change: with nothing left open it ends as `state`.
    mutating func settle(endingAs state: ReservationState) {
        self.version += 1
        if !self.lines.contains(where: \.open.isPositive), !self.isWaiting { self.state = state }
    }

    /// How much of one variant is promised, and what became of it.
    package struct Line: Hashable, Sendable {
        package let variant: ID<Variant>
        /// What the order calls the line.
        package let reference: String?
        /// All that was promised so far.
        package fileprivate(set) var reserved: Quantity
        package fileprivate(set) var consumed: Quantity
        package fileprivate(set) var released: Quantity
        /// What waits for stock, and is not promised.
        package fileprivate(set) var backordered: Quantity

        package init(
            variant: ID<Variant>,
            reserved: Quantity,
            consumed: Quantity = .zero,
            released: Quantity = .zero,
            backordered: Quantity = .zero,
            reference: String? = nil
        ) {
            self.backordered = backordered
            self.reference = reference
            self.variant = variant
            self.reserved = reserved
            self.consumed = consumed
            self.released = released
        }

        package var open: Quantity { self.reserved - self.consumed - self.released }

        /// How far the line has come, in a reservation that is in `whole`.
        package func state(in whole: ReservationState) -> ReservedLineState {
            if self.open.isPositive { return .pending }
            if self.backordered.isPositive { return .backordered }
            if self.consumed.isPositive { return .consumed }
            return whole == .expired ? .expired : .released
        }
    }
}
