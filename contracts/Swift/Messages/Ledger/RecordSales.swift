/// Puts into the book what tills of one source did: sales that came together.
///
/// Each is a command of its own, with an identifier, an effect and an answer of its own; they only
/// travel together. A message that is tried again repeats those that had no effect yet.
package struct RecordSales: Contract, Hashable {
    package static let type = "ledger.record_sales.v1"
    package static let destination = Destination.command(to: .ledger)

    /// At least one, in the order in which they came.
    package let sales: [SaleToRecord]

    /// How many travel in one message.
    package static let maximumSales = 50

    package init(sales: [SaleToRecord]) {
        self.sales = sales
    }
}
