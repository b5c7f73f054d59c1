/// The columns of an import, as `ImportRow` of the contract names them.
enum ImportColumn: String, CaseIterable {
    case sku
    case product
    case name
    case description
    case category
    case barcode
    case packQuantity
    case baseUnit
    case tracking
    case hasExpiry
    case shelfLifeDays
    case weightGrams
    case lengthMillimetres
    case widthMillimetres
    case heightMillimetres
    case temperatureClass
    case velocityClass
    case isPerishable
    case isHazardous
    case minimum
    case reorderPoint
    case maximum
    /// An object in JSON; in CSV one column per attribute, `attributes.<name>`.
    case attributes

    static let attributePrefix = "attributes."

    /// Whether a file may have a column of this name.
    static func isKnown(_ name: String, in format: ImportFormat) -> Bool {
        switch format {
        case .csv where name.hasPrefix(Self.attributePrefix): name != Self.attributePrefix
        case .csv: ImportColumn(rawValue: name).map { $0 != .attributes } ?? false
        case .json: ImportColumn(rawValue: name) != nil
        }
    }

    /// The column that a field of the REST documents is filled from; empty for the whole row.
    static func named(byPointer pointer: String) -> String {
        switch pointer {
        case "/productId": return Self.product.rawValue
        case "/categoryId", "/parentId": return Self.category.rawValue
        case "/levels": return Self.minimum.rawValue
        case "/tracking/hasExpiry": return Self.hasExpiry.rawValue
        default: break
        }
        let tokens = pointer.split(separator: "/").map(String.init)
        if tokens.first == "barcodes" || tokens == ["code"] { return Self.barcode.rawValue }
        return tokens.last ?? ""
    }
}
