/// A variant of the demo company, as a row of an import.
struct DemoVariant: Encodable, Hashable, Sendable {
    let sku: String
    let product: String
    var name: String?
    let category: String
    let barcode: String
    var packQuantity: String?
    var tracking: String?
    var hasExpiry: Bool?
    var shelfLifeDays: Int?
    let weightGrams: String
    var temperatureClass: String?
    let velocityClass: String
    var attributes: [String: String]?
}
