package import Kernel

/// Part of one line of a reservation or a transfer order, of which goods leave, arrive or are lost.
package struct DocumentPart: Hashable, Sendable {
    /// The line of the document, from 1.
    package let number: Int
    /// In base units.
    package let quantity: Quantity
    /// Where it leaves or arrives, if not at the location of the whole.
    package let location: LocationName?
    package let lot: LotName?
    package let serials: [String]

    package init(
        number: Int,
        quantity: Quantity,
        location: LocationName? = nil,
        lot: LotName? = nil,
        serials: [String] = []
    ) {
        self.number = number
        self.quantity = quantity
        self.location = location
        self.lot = lot
        self.serials = serials
    }
}
