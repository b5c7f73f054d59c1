import CatalogDomain
import Kernel

/// A barcode as clients see it.
struct BarcodeBody: Codable, Sendable {
    let code: String
    let format: BarcodeFormat
    let packQuantity: Quantity

    init(_ barcode: Barcode) {
        self.code = barcode.code
        self.format = barcode.format
        self.packQuantity = barcode.packQuantity
    }
}
