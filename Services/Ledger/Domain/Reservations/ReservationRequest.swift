package import Contracts
package import Kernel

/// The wish to promise stock of one warehouse.
package struct ReservationRequest: Hashable, Sendable {
    package let id: ID<Reservation>
    package let warehouse: LocationName
    package let expiresAt: Timestamp?
    package let reference: Reference?
    package let note: String?
    package let lines: [Line]

    package init(
        id: ID<Reservation>,
        warehouse: LocationName,
        expiresAt: Timestamp? = nil,
        reference: Reference? = nil,
        note: String? = nil,
        lines: [Line]
    ) {
        self.id = id
        self.warehouse = warehouse
        self.expiresAt = expiresAt
        self.reference = reference
        self.note = note
        self.lines = lines
    }

    /// How much of one variant is asked for.
    package struct Line: Hashable, Sendable {
        package let variant: VariantName
        /// In base units; two lines of one variant are one promise of their sum.
        package let quantity: Quantity

        package init(variant: VariantName, quantity: Quantity) {
            self.variant = variant
            self.quantity = quantity
        }
    }
}
