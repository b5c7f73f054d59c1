import CatalogDomain
import Contracts
import Kernel
import Messaging
import Postgres

/// Changes variants and announces every change, in the transaction of the caller.
///
/// The caller holds the product of a variant, shared or exclusive, and the variant itself.
struct VariantRegister {
    /// What the changes follow from; `nil` begins a correlation of its own.
    let cause: MessageContext?

    /// - Parameter product: Locked exclusively, so that nobody else adds to it meanwhile.
    /// - Throws: ``CatalogError``, or `PostgresError` naming a constraint.
    func create(
        _ id: ID<Variant>,
        content: VariantContent,
        product: ProductDocument,
        in transaction: borrowing Transaction
    ) throws {
        try product.checkRoom(
            besides: try VariantStore.count(of: product.id, in: transaction)
        )
        try TombstoneStore.refuse(id.rawValue, in: transaction)
        let variant = try VariantDocument(id: id, productId: product.id, content: content)
        try self.checkReferences(of: variant, in: transaction)
        try VariantStore.insert(variant, product: product, in: transaction)
        try self.announce(variant, product: product, in: transaction)
    }

    /// - Returns: Whether anything changed.
    /// - Throws: ``CatalogError``, or `PostgresError` naming a constraint.
    @discardableResult
    func edit(
        _ former: VariantDocument,
        content: VariantContent,
        product: ProductDocument,
        in transaction: borrowing Transaction
    ) throws -> Bool {
        var variant = former
        guard try variant.edit(content) else { return false }
        try self.checkReferences(of: variant, in: transaction)
        try VariantStore.save(variant, product: product, in: transaction)
        try self.announce(variant, product: product, in: transaction)
        return true
    }

    func retire(
        _ former: VariantDocument,
        product: ProductDocument,
        in transaction: borrowing Transaction
    ) throws {
        var variant = former
        guard variant.retire() else { return }
        try VariantStore.save(variant, product: product, in: transaction)
        try self.announce(variant, product: product, in: transaction)
    }

    /// Tells again of a variant whose product has another name or category.
    func noteProductChanged(
        of former: VariantDocument,
        product: ProductDocument,
        in transaction: borrowing Transaction
    ) throws {
        var variant = former
        variant.noteProductChanged()
        try VariantStore.save(variant, product: product, in: transaction)
        try self.announce(variant, product: product, in: transaction)
    }

    /// - Throws: ``CatalogError/hasHistory(sku:)``.
    func delete(_ variant: VariantDocument, in transaction: borrowing Transaction) throws {
        try variant.checkDeletable()
        let deleted = variant.deleted
        try VariantStore.delete(variant.id, in: transaction)
        try TombstoneStore.insert(
            variant.id.rawValue,
            name: deleted.sku,
            version: deleted.version,
            in: transaction
        )
        try Outbox.append(
            deleted,
            subject: variant.id.description,
            version: deleted.version,
            cause: self.cause,
            in: transaction
        )
    }

    private func announce(
        _ variant: VariantDocument,
        product: ProductDocument,
        in transaction: borrowing Transaction
    ) throws {
        try Outbox.append(
            variant.changed(product: product),
            subject: variant.id.description,
            version: variant.version,
            cause: self.cause,
            in: transaction
        )
    }

    /// That its unit exists and its codes are free, each with the field it concerns; the database
    /// refuses what slips in between.
    private func checkReferences(
        of variant: VariantDocument,
        in transaction: borrowing Transaction
    ) throws {
        let content = variant.content
        guard try UnitStore.find(content.baseUnit, in: transaction) != nil else {
            let message = "there is no unit \(content.baseUnit)"
            throw CatalogError.invalid([
                FieldError(pointer: "/baseUnit", rule: "exists", message: message)
            ])
        }
        let taken = try BarcodeStore.keysTaken(
            content.barcodes.map(\.key),
            besides: variant.id,
            in: transaction
        )
        let errors = content.barcodes.enumerated().compactMap { index, barcode in
            taken.contains(barcode.key)
                ? FieldError(
                    pointer: "/barcodes/\(index)/code",
                    rule: "already-exists",
                    message: "\(barcode.code) belongs to another variant"
                ) : nil
        }
        guard errors.isEmpty else { throw CatalogError.taken(errors) }
    }
}
