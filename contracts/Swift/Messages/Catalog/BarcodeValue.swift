package import Kernel

/// A code that a scanner reads for a variant.
package struct BarcodeValue: Codable, Hashable, Sendable {
    /// A GTIN with its check digit, or any other code; unique among all barcodes.
    package let code: String
    /// How many base units one scan stands for: 12 for the code on a carton of twelve.
    package let packQuantity: Quantity

    package init(
        code: String,
        packQuantity: Quantity
    ) {
        self.code = code
        self.packQuantity = packQuantity
    }
}
