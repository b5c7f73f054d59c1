package import Contracts

extension VariantDocument {
    /// The snapshot that other services keep.
    package func changed(product: ProductDocument) -> VariantChanged {
        VariantChanged(
            variantId: self.id,
            productId: self.productId,
            sku: self.content.sku.rawValue,
            name: self.content.name ?? product.content.name,
            productName: product.content.name,
            categoryId: product.content.categoryId,
            status: self.status,
            baseUnit: self.content.baseUnit.rawValue,
            tracking: self.content.tracking.policy,
            barcodes: self.content.barcodes.map {
                BarcodeValue(code: $0.code, packQuantity: $0.packQuantity)
            },
            version: self.version
        )
    }

    /// The last thing said of it.
    package var deleted: VariantDeleted {
        VariantDeleted(
            variantId: self.id,
            sku: self.content.sku.rawValue,
            version: self.version + 1
        )
    }
}
