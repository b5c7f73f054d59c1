import CatalogDomain
import Contracts
import Kernel

/// The columns of a row with their meaning; what a column leaves out stays as it is.
struct ImportValues: Sendable {
    let sku: SKU
    let product: String?
    let description: String?
    let category: String?
    let barcode: Barcode?
    private let row: VariantColumns

    /// - Throws: ``CatalogError/invalid(_:)`` with every column that cannot be read.
    init(_ row: PendingRow) throws(CatalogError) {
        var reader = ImportRowReader(row)
        let sku = reader.value(.sku) { (text) throws(BrokenRule) in try SKU(text) }
        self.product = reader.value(.product) { (text) throws(BrokenRule) in
            try ProductDraft.name(text)
        }
        self.description = reader.value(.description) { (text) throws(BrokenRule) in text }
        self.category = reader.value(.category) { (text) throws(BrokenRule) in text }
        self.barcode = reader.barcode()
        self.row = VariantColumns(&reader)
        if row.text(ImportColumn.sku.rawValue) == nil { reader.require(.sku) }
        ProductDraft.check(self.description, brand: nil, &reader.errors)
        try reader.errors.check()
        guard let sku else { preconditionFailure("what is missing was noted as an error") }
        self.sku = sku
    }

    /// The content of a variant with what the row says over it.
    func applied(to former: VariantContent) throws(CatalogError) -> VariantContent {
        var content = try self.row.applied(to: former)
        guard let barcode = self.barcode else { return content }
        if let index = content.barcodes.firstIndex(where: { $0.key == barcode.key }) {
            content.barcodes[index] = barcode
        } else {
            content.barcodes.append(barcode)
        }
        return content
    }

    /// The content of a product with what the row says over it.
    func applied(
        to former: ProductContent,
        category: ID<Category>?
    ) -> ProductContent {
        var content = former
        content.details = self.description ?? former.details
        content.categoryId = category ?? former.categoryId
        return content
    }
}
