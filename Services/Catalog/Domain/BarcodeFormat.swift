import Kernel

/// What kind of code a barcode carries.
package enum BarcodeFormat: String, WordCodable, Hashable, Sendable {
    case gtin8 = "gtin-8"
    case gtin12 = "gtin-12"
    case gtin13 = "gtin-13"
    case gtin14 = "gtin-14"
    /// A code of the company's own, without a check digit.
    case other

    init(of gtin: GTIN) {
        switch gtin.digits.utf8.count {
        case 8: self = .gtin8
        case 12: self = .gtin12
        case 13: self = .gtin13
        default: self = .gtin14
        }
    }
}
