import Foundation

/// Names that nothing else has.
enum Unique {
    static func word() -> String {
        String(UUID().uuidString.lowercased().filter { $0 != "-" }.prefix(12))
    }

    static func sku() -> String { "SKU-\(self.word().uppercased())" }
}
