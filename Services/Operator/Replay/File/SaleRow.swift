import Kernel

/// One row of a file of sales: a line of an invoice.
struct SaleRow: Hashable, Sendable {
    /// The line of the file, counted from 1.
    let line: Int
    let invoice: String
    let code: String
    let description: String
    let quantity: Int64
    /// A decimal as written; negative for the correction of a debt.
    let unitPrice: String
    let time: ShopTime
}
