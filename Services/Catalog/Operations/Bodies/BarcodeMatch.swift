import Kernel

/// What a scanned code stands for.
struct BarcodeMatch: Codable, Sendable {
    let code: String
    let packQuantity: Quantity
    let variant: VariantBody
}
