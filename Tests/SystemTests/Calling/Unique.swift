import Foundation

/// Names that nothing else has.
enum Unique {
    /// Twelve letters and digits, a letter first: of plain hexadecimal digits one word in 280 has
    /// no letter, and the catalog takes it for a GTIN with a wrong check digit.
    static func word() -> String {
        "w" + UUID().uuidString.lowercased().filter { $0 != "-" }.prefix(11)
    }

    static func sku() -> String { "SKU-\(self.word().uppercased())" }
}
