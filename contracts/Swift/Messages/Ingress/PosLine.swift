package import Kernel

/// One line of what a till reports.
package struct PosLine: Codable, Hashable, Sendable {
    /// From 1; unique in the document.
    package let lineNumber: Int
    /// A SKU, a barcode or an alias of the source; a barcode counts its pack quantity.
    package let code: String
    /// How many of what the code stands for; above zero, except in an adjustment, where what was
    /// lost is below zero.
    package let quantity: Quantity
    /// What one of them was sold for; kept, not computed with.
    package let unitPrice: UnitPrice?
    package let lot: String?
    package let serials: [String]?
    package let note: String?

    package init(
        lineNumber: Int,
        code: String,
        quantity: Quantity,
        unitPrice: UnitPrice? = nil,
        lot: String? = nil,
        serials: [String]? = nil,
        note: String? = nil
    ) {
        self.lineNumber = lineNumber
        self.code = code
        self.quantity = quantity
        self.unitPrice = unitPrice
        self.lot = lot
        self.serials = serials
        self.note = note
    }
}
