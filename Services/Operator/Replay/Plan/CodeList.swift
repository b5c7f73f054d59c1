/// The codes of a file, each of them goods or a charge.
struct CodeList: Sendable {
    /// SKUs to the name that most of their rows give them, in the order of the SKUs.
    let stock: [(sku: String, name: String)]
    /// Codes that move no stock, in order.
    let charges: [String]

    /// The longest name that the catalog takes.
    static let maximumNameLength = 200

    init(_ rows: [SaleRow], rule: StockRule) {
        var names: [String: [String: Int]] = [:]
        for row in rows {
            let name = Self.name(row.description)
            names[row.code, default: [:]][name, default: 0] += name.isEmpty ? 0 : 1
        }
        var stock: [(sku: String, name: String)] = []
        var charges: [String] = []
        for (code, counts) in names.sorted(by: { $0.key < $1.key }) {
            if rule.isStock(code) {
                // The most frequent; of several the first in order, so that it is always the same.
                let best = counts.filter { !$0.key.isEmpty }
                    .min { ($1.value, $0.key) < ($0.value, $1.key) }
                stock.append((code, best?.key ?? "Stock code \(code)"))
            } else {
                charges.append(code)
            }
        }
        self.stock = stock
        self.charges = charges
    }

    /// One line without space around it or double space within.
    private static func name(_ description: String) -> String {
        let words = description.split {
            $0.isWhitespace || $0.unicodeScalars.contains { $0.value < 32 }
        }
        return String(words.joined(separator: " ").prefix(Self.maximumNameLength))
    }
}
