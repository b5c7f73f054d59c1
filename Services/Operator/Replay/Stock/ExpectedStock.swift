import Tabular

/// What the file alone says must be on hand: plain sums over its rows.
///
/// Knows nothing of invoices, documents or messages, and reads the file by itself, so that a mistake
/// in those does not hide here.
struct ExpectedStock: Hashable, Sendable {
    /// What the rows change, by SKU.
    private(set) var changes: [String: Int] = [:]

    init() {}

    /// - Parameter isStock: Whether a code is goods.
    init(path: String, isStock: (String) -> Bool) throws {
        var names: [String] = []
        try FileRecords.forEach(in: path) { record in
            guard !names.isEmpty else {
                names = try CSVHeader(record).columns
                return
            }
            let row = Dictionary(uniqueKeysWithValues: zip(names, record.fields))
            let code = SaleRowParser.word(row["StockCode"] ?? "", maximumLength: .max) ?? ""
            guard isStock(code), let quantity = Int(row["Quantity"] ?? "") else { return }
            let invoice = SaleRowParser.word(row["InvoiceNo"] ?? "", maximumLength: .max) ?? ""
            self.count(invoice: invoice, code: code, quantity: quantity)
        }
    }

    /// Goods come back where a cancellation takes them back; in all other rows they are gone.
    mutating func count(invoice: String, code: String, quantity: Int) {
        let comesBack = quantity < 0 && invoice.uppercased().hasPrefix("C")
        self.changes[code, default: 0] -= comesBack ? quantity : abs(quantity)
    }

    /// What must be on hand of each SKU: what was there, and what the rows changed.
    var onHand: [String: Int] {
        Dictionary(
            uniqueKeysWithValues: self.changes.map { sku, change in
                (sku, OpeningStock.quantity(of: sku) + change)
            }
        )
    }
}
