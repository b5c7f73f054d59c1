/// The rows of one invoice, in the order of the file.
struct Invoice: Hashable, Sendable {
    let number: String
    private(set) var rows: [SaleRow]

    /// Whether it takes an earlier invoice back.
    var isCancellation: Bool { self.number.hasPrefix("C") || self.number.hasPrefix("c") }

    /// Puts rows together by their number, in the order in which the numbers first occur.
    static func all(in rows: [SaleRow]) -> [Invoice] {
        var positions: [String: Int] = [:]
        var invoices: [Invoice] = []
        for row in rows {
            if let position = positions[row.invoice] {
                invoices[position].rows.append(row)
            } else {
                positions[row.invoice] = invoices.count
                invoices.append(Invoice(number: row.invoice, rows: [row]))
            }
        }
        return invoices
    }
}
