package import Kernel

/// A variant without history is gone, and its SKU and barcodes are free again.
package struct VariantDeleted: Contract, Hashable {
    package static let type = "catalog.variant.deleted.v1"
    package static let destination = Destination.event(of: .catalog)

    package let variantId: ID<Variant>
    package let sku: String
    /// One more than that of the last ``VariantChanged``.
    package let version: Int64

    package init(
        variantId: ID<Variant>,
        sku: String,
        version: Int64
    ) {
        self.variantId = variantId
        self.sku = sku
        self.version = version
    }
}
