package import Contracts
package import Kernel

/// The wish to promise stock of one warehouse.
package struct ReservationRequest: Hashable, Sendable {
    package let id: ID<Reservation>
    package let warehouse: LocationName
    package let expiresAt: Timestamp?
    /// What waits is promised to the highest first.
    package let priority: Int
    package let reference: Reference?
    package let note: String?
    package let lines: [Line]

    package init(
        id: ID<Reservation>,
        warehouse: LocationName,
        expiresAt: Timestamp? = nil,
        priority: Int = 0,
        reference: Reference? = nil,
        note: String? = nil,
        lines: [Line]
    ) {
        self.id = id
        self.warehouse = warehouse
        self.expiresAt = expiresAt
        self.priority = priority
        self.reference = reference
        self.note = note
        self.lines = lines
    }

    /// How much of one variant is asked for.
    package struct Line: Hashable, Sendable {
        package let variant: VariantName
        /// In base units; two lines of one variant are one promise of their sum.
        package let quantity: Quantity
        /// Whether what is not there may wait for stock to come.
        package let mayWait: Bool
        /// What the order calls the line.
        package let reference: String?

        package init(
            variant: VariantName,
            quantity: Quantity,
            mayWait: Bool = false,
            reference: String? = nil
        ) {
            self.variant = variant
            self.quantity = quantity
            self.mayWait = mayWait
            self.reference = reference
        }
    }
}
