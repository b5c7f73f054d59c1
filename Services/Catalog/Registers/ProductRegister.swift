import CatalogDomain
import Contracts
import Kernel
import Messaging
import Postgres

/// Changes products with their variants, and announces every change that others see, in the
/// transaction of the caller.
struct ProductRegister {
    /// What the changes follow from; `nil` begins a correlation of its own.
    let cause: MessageContext?

    private var variants: VariantRegister { VariantRegister(cause: self.cause) }

    /// - Throws: ``CatalogError``, or `PostgresError` naming a constraint.
    func create(
        _ id: ID<Product>,
        content: ProductContent,
        in transaction: borrowing Transaction
    ) throws -> ProductDocument {
        try self.checkCategory(of: content, in: transaction)
        let product = ProductDocument(id: id, content: content)
        try ProductStore.insert(product, in: transaction)
        return product
    }

    /// - Parameter former: Locked exclusively.
    /// - Returns: The product as it stands afterwards.
    /// - Throws: ``CatalogError``, or `PostgresError` naming a constraint.
    func edit(
        _ former: ProductDocument,
        content: ProductContent,
        in transaction: borrowing Transaction
    ) throws -> (product: ProductDocument, change: ProductChange) {
        var product = former
        let change = try product.edit(content)
        guard change != .none else { return (product, change) }
        try self.checkCategory(of: content, in: transaction)
        try ProductStore.save(product, in: transaction)
        guard change == .toldOfVariants else { return (product, change) }
        for variant in try VariantStore.lock(of: product.id, in: transaction) {
            try self.variants.noteProductChanged(
                of: variant.document,
                product: product,
                in: transaction
            )
        }
        return (product, change)
    }

    /// Retires it with all its variants.
    ///
    /// - Parameter former: Locked exclusively.
    func retire(_ former: ProductDocument, in transaction: borrowing Transaction) throws {
        var product = former
        guard product.retire() else { return }
        try ProductStore.save(product, in: transaction)
        for variant in try VariantStore.lock(of: product.id, in: transaction) {
            try self.variants.retire(variant.document, product: product, in: transaction)
        }
    }

    /// Deletes it with all its variants.
    ///
    /// - Parameter product: Locked exclusively.
    /// - Throws: ``CatalogError/hasHistory(sku:)``.
    func delete(_ product: ID<Product>, in transaction: borrowing Transaction) throws {
        for variant in try VariantStore.lock(of: product, in: transaction) {
            try self.variants.delete(variant.document, in: transaction)
        }
        try ProductStore.delete(product, in: transaction)
    }

    private func checkCategory(
        of content: ProductContent,
        in transaction: borrowing Transaction
    ) throws {
        guard let category = content.categoryId,
            try !CategoryStore.exists(category, in: transaction)
        else { return }
        let message = "there is no such category"
        throw CatalogError.invalid([
            FieldError(pointer: "/categoryId", rule: "exists", message: message)
        ])
    }
}
