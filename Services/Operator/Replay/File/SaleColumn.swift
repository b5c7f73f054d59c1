/// The columns of a file of sales.
enum SaleColumn: String, CaseIterable, Sendable {
    case invoice = "InvoiceNo"
    case code = "StockCode"
    case description = "Description"
    case quantity = "Quantity"
    case time = "InvoiceDate"
    case unitPrice = "UnitPrice"
    case customer = "CustomerID"
    case country = "Country"
}
