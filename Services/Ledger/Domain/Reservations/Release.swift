package import Contracts
package import Kernel

/// The wish to give up promised stock.
package struct Release: Hashable, Sendable {
    package let reservation: ID<Reservation>
    /// What is given up; everything that is open where nothing is named.
    package let lines: [Line]
    /// Why, in the words of whoever gives it up.
    package let reason: String?

    package init(_ reservation: ID<Reservation>, lines: [Line] = [], reason: String? = nil) {
        self.reservation = reservation
        self.reason = reason
        self.lines = lines
    }

    /// Part of one line of the reservation.
    package struct Line: Hashable, Sendable {
        /// The line of the reservation, from 1.
        package let number: Int
        /// In base units.
        package let quantity: Quantity

        package init(number: Int, quantity: Quantity) {
            self.number = number
            self.quantity = quantity
        }
    }
}
