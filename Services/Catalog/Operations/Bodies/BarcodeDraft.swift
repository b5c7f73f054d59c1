import CatalogDomain
import Contracts
import Kernel

/// A barcode to be added.
struct BarcodeDraft: Codable, Sendable {
    let code: String
    let format: BarcodeFormat?
    let packQuantity: Quantity?

    /// The barcode, or `nil` after noting what is wrong with it.
    func barcode(at pointer: String, _ errors: inout FieldErrors) -> Barcode? {
        if let packQuantity = self.packQuantity, !packQuantity.isPositive {
            let broken = BrokenRule("positive", "a pack must hold more than zero")
            errors.add(broken, at: "\(pointer)/packQuantity")
            return nil
        }
        return errors.value(at: "\(pointer)/code") { () throws(BrokenRule) in
            try Barcode(
                self.code,
                format: self.format,
                packQuantity: self.packQuantity ?? 1
            )
        }
    }
}
