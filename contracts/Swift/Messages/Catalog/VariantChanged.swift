package import Kernel

/// A variant was created, edited or retired: all that other services may know of it.
///
/// A full snapshot, so a consumer keeps the one with the highest version and needs no other.
package struct VariantChanged: Contract, Hashable {
    package static let type = "catalog.variant.changed.v1"
    package static let destination = Destination.event(of: .catalog)

    package let variantId: ID<Variant>
    package let productId: ID<Product>
    /// Unique among variants that are not deleted; compared byte by byte.
    package let sku: String
    /// What tells the variant from its siblings, or the product's name where it has none.
    package let name: String
    package let productName: String
    /// The category of its product.
    package let categoryId: ID<Category>?
    package let status: ActiveStatus
    /// The code of the unit in which the ledger counts it, such as `each` or `kg`.
    package let baseUnit: String
    package let tracking: TrackingPolicy
    /// In the order in which they were added.
    package let barcodes: [BarcodeValue]
    /// 1 when created, then one more with every change, without gaps.
    package let version: Int64

    package init(
        variantId: ID<Variant>,
        productId: ID<Product>,
        sku: String,
        name: String,
        productName: String,
        categoryId: ID<Category>? = nil,
        status: ActiveStatus,
        baseUnit: String,
        tracking: TrackingPolicy,
        barcodes: [BarcodeValue] = [],
        version: Int64
    ) {
        self.variantId = variantId
        self.productId = productId
        self.sku = sku
        self.name = name
        self.productName = productName
        self.categoryId = categoryId
        self.status = status
        self.baseUnit = baseUnit
        self.tracking = tracking
        self.barcodes = barcodes
        self.version = version
    }
}
