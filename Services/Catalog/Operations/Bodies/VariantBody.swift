import CatalogDomain
import Contracts
import Kernel
import Messaging
import Postgres

/// A variant as clients see it.
struct VariantBody: Codable, Sendable {
    let id: ID<Variant>
    let productId: ID<Product>
    let productName: String
    let category: CategoryLabel?
    let sku: String
    let name: String
    let attributes: [String: JSONValue]
    let status: ActiveStatus
    let baseUnit: String
    let tracking: TrackingPolicy
    let shelfLifeDays: Int?
    let physical: PhysicalData
    let levels: StockLevels?
    let barcodes: [BarcodeBody]
    let version: Int64
    let createdAt: Timestamp
    let updatedAt: Timestamp

    init(_ stored: Stored<VariantDocument>, product: ProductDocument, category: CategoryLabel?) {
        let variant = stored.document
        let content = variant.content
        self.id = variant.id
        self.productId = variant.productId
        self.productName = product.content.name
        self.category = category
        self.sku = content.sku.rawValue
        self.name = content.name ?? product.content.name
        self.attributes = content.attributes.values
        self.status = variant.status
        self.baseUnit = content.baseUnit.rawValue
        self.tracking = content.tracking.policy
        self.shelfLifeDays = content.tracking.shelfLifeDays
        self.physical = content.physical
        self.levels = content.levels == .none ? nil : content.levels
        self.barcodes = content.barcodes.map(BarcodeBody.init)
        self.version = variant.version
        self.createdAt = stored.createdAt
        self.updatedAt = stored.updatedAt
    }

    /// Variants with what they need of their products and categories.
    static func make(
        _ variants: [Stored<VariantDocument>],
        in transaction: borrowing Transaction
    ) throws -> [VariantBody] {
        let products = try ProductStore.find(
            Set(variants.map(\.document.productId)),
            in: transaction
        )
        let labels = try CategoryStore.labels(
            of: Set(products.values.compactMap(\.content.categoryId)),
            in: transaction
        )
        return variants.compactMap { variant in
            products[variant.document.productId].map { product in
                let category = product.content.categoryId.flatMap { labels[$0] }
                return VariantBody(variant, product: product, category: category)
            }
        }
    }

    static func find(
        _ id: ID<Variant>,
        in transaction: borrowing Transaction
    ) throws -> VariantBody {
        guard let stored = try VariantStore.find(id, in: transaction),
            let body = try self.make([stored], in: transaction).first
        else { throw Problem.notFound("There is no variant \(id).") }
        return body
    }

    /// The answer that shows one variant as it now stands.
    static func response(
        _ id: ID<Variant>,
        status: Int = 200,
        hasLocation: Bool = false,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let body = try self.find(id, in: transaction)
        var headers = [Precondition.tag(body.version)]
        if hasLocation { headers.append(("Location", "/v1/variants/\(id)")) }
        return try .json(body, status: status, headers: headers)
    }
}
