import Contracts
import Kernel

/// Finds rows that contradict earlier ones, so that importing a file twice changes nothing twice.
///
/// Two rows may name one SKU to add two barcodes, and several rows one product; all else that they
/// say of it must be the same.
enum ImportConsistency {
    static func check(_ rows: inout [PendingRow]) {
        var variants: [Verbatim: PendingRow] = [:]
        var products: [Verbatim: PendingRow] = [:]
        for index in rows.indices {
            let row = rows[index]
            if let sku = row.text(ImportColumn.sku.rawValue).map(Verbatim.init(_:)) {
                if let first = variants[sku] {
                    rows[index].errors += self.differences(row, first, of: self.variantColumns)
                } else {
                    variants[sku] = row
                }
            }
            if let product = row.text(ImportColumn.product.rawValue).map(Verbatim.init(_:)) {
                if let first = products[product] {
                    rows[index].errors += self.differences(row, first, of: self.productColumns)
                } else {
                    products[product] = row
                }
            }
        }
    }

    private static let productColumns: [ImportColumn] = [.description, .category]

    private static let variantColumns = ImportColumn.allCases.filter { column in
        switch column {
        case .sku, .barcode, .packQuantity, .description, .category: false
        default: true
        }
    }

    private static func differences(
        _ row: PendingRow,
        _ first: PendingRow,
        of columns: [ImportColumn]
    ) -> [FieldError] {
        columns.map(\.rawValue).filter { row.values[$0] != first.values[$0] }.map { column in
            FieldError(
                pointer: column,
                rule: "contradicts-row",
                message: "differs from row \(first.number)"
            )
        }
    }
}
