import CatalogDomain
import Contracts
import Kernel
import Postgres

/// Applies one row of an import: creates its variant, or changes the one that has its SKU.
enum RowImporter {
    /// - Throws: What refuses the row; the caller takes back what it began.
    static func apply(
        _ row: PendingRow,
        in transaction: borrowing Transaction
    ) throws -> ImportOutcome {
        guard row.errors.isEmpty else { return .failed(row.errors) }
        let values = try ImportValues(row)
        guard let found = try VariantStore.find(sku: values.sku, in: transaction) else {
            try self.create(values, in: transaction)
            return .created
        }
        return try self.update(found.document.id, values, in: transaction) ? .updated : .unchanged
    }

    private static func create(
        _ values: ImportValues,
        in transaction: borrowing Transaction
    ) throws {
        guard let name = values.product else {
            let message = "a new SKU needs the name of its product"
            throw CatalogError.invalid([
                FieldError(pointer: "/product", rule: "required", message: message)
            ])
        }
        let register = ProductRegister(cause: nil)
        let product: ProductDocument
        if let known = try ProductStore.find(named: name, in: transaction) {
            product = try self.edit(known, values, in: transaction).product
        } else {
            let content = values.applied(
                to: ProductContent(name: name),
                category: try self.category(of: values, in: transaction)
            )
            product = try register.create(.make(), content: content, in: transaction)
        }
        try VariantRegister(cause: nil).create(
            .make(),
            content: try values.applied(to: VariantContent(sku: values.sku)),
            product: product,
            in: transaction
        )
    }

    /// - Returns: Whether anything changed.
    private static func update(
        _ id: ID<Variant>,
        _ values: ImportValues,
        in transaction: borrowing Transaction
    ) throws -> Bool {
        guard let found = try VariantStore.lock(id, product: .exclusive, in: transaction) else {
            throw CatalogError.wrongState("\(values.sku.rawValue) was deleted at this moment")
        }
        if let name = values.product, name != found.product.content.name {
            let message = "it is a variant of \(found.product.content.name)"
            throw CatalogError.invalid([
                FieldError(pointer: "/product", rule: "other-product", message: message)
            ])
        }
        let (product, change) = try self.edit(found.product, values, in: transaction)
        // A change of the product may have counted up the version of the variant.
        let variant =
            change == .toldOfVariants
            ? try VariantStore.find(id, in: transaction) ?? found.variant : found.variant
        let isEdited = try VariantRegister(cause: nil).edit(
            variant.document,
            content: try values.applied(to: variant.document.content),
            product: product,
            in: transaction
        )
        return isEdited || change != .none
    }

    private static func edit(
        _ product: ProductDocument,
        _ values: ImportValues,
        in transaction: borrowing Transaction
    ) throws -> (product: ProductDocument, change: ProductChange) {
        let category = try self.category(of: values, in: transaction)
        return try ProductRegister(cause: nil).edit(
            product,
            content: values.applied(to: product.content, category: category),
            in: transaction
        )
    }

    private static func category(
        of values: ImportValues,
        in transaction: borrowing Transaction
    ) throws -> ID<Category>? {
        guard let path = values.category else { return nil }
        return try CategoryRegister(cause: nil).resolve(path: path, in: transaction)
    }
}
