package import Contracts
package import Kernel

/// The wish to have goods brought from one place of ours to another by way of the road.
package struct TransferRequest: Hashable, Sendable {
    package let id: ID<TransferOrder>
    /// Where the goods of all lines leave; its warehouse is the one that dispatches.
    package let from: LocationName
    /// Where they arrive; its warehouse is the one that receives.
    package let to: LocationName
    package let reference: Reference?
    package let note: String?
    package let lines: [Line]

    package init(
        id: ID<TransferOrder>,
        from: LocationName,
        to: LocationName,
        reference: Reference? = nil,
        note: String? = nil,
        lines: [Line]
    ) {
        self.id = id
        self.from = from
        self.to = to
        self.reference = reference
        self.note = note
        self.lines = lines
    }

    /// How much of one variant is to be brought.
    package struct Line: Hashable, Sendable {
        package let variant: VariantName
        /// `nil` where any lot will do.
        package let lot: LotName?
        /// In base units, or packs of a barcode.
        package let quantity: Quantity
        /// In the same warehouse as the place of the whole, which counts where nothing is named.
        package let from: LocationName?
        package let to: LocationName?

        package init(
            variant: VariantName,
            lot: LotName? = nil,
            quantity: Quantity,
            from: LocationName? = nil,
            to: LocationName? = nil
        ) {
            self.variant = variant
            self.lot = lot
            self.quantity = quantity
            self.from = from
            self.to = to
        }
    }
}

/// The wish not to dispatch what has not left yet.
package struct TransferCancellation: Hashable, Sendable {
    package let order: ID<TransferOrder>
    /// Why, in the words of whoever cancels.
    package let reason: String?

    package init(_ order: ID<TransferOrder>, reason: String? = nil) {
        self.order = order
        self.reason = reason
    }
}
