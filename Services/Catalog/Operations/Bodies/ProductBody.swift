import CatalogDomain
import Contracts
import Kernel
import Messaging
import Postgres

/// A product as clients see it.
struct ProductBody: Codable, Sendable {
    let id: ID<Product>
    let name: String
    let description: String?
    let brand: String?
    let category: CategoryLabel?
    let itemType: ItemType
    let attributes: [String: JSONValue]
    let status: ActiveStatus
    /// `nil` in lists.
    let variants: [VariantBody]?
    let version: Int64
    let createdAt: Timestamp
    let updatedAt: Timestamp

    init(
        _ stored: Stored<ProductDocument>,
        category: CategoryLabel?,
        variants: [VariantBody]?
    ) {
        let product = stored.document
        self.id = product.id
        self.name = product.content.name
        self.description = product.content.details
        self.brand = product.content.brand
        self.category = category
        self.itemType = product.content.itemType
        self.attributes = product.content.attributes.values
        self.status = product.status
        self.variants = variants
        self.version = product.version
        self.createdAt = stored.createdAt
        self.updatedAt = stored.updatedAt
    }

    /// Products for a list, without their variants.
    static func make(
        _ products: [Stored<ProductDocument>],
        in transaction: borrowing Transaction
    ) throws -> [ProductBody] {
        let labels = try CategoryStore.labels(
            of: Set(products.compactMap(\.document.content.categoryId)),
            in: transaction
        )
        return products.map { product in
            let category = product.document.content.categoryId.flatMap { labels[$0] }
            return ProductBody(product, category: category, variants: nil)
        }
    }

    /// The answer that shows one product with its variants as they now stand.
    static func response(
        _ id: ID<Product>,
        status: Int = 200,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        guard let product = try ProductStore.find(id, in: transaction) else {
            throw Problem.notFound("There is no product \(id).")
        }
        let categoryId = product.document.content.categoryId
        let labels = try CategoryStore.labels(
            of: Set([categoryId].compactMap(\.self)),
            in: transaction
        )
        let variants = try VariantStore.select(
            "WHERE product_id = \(id) ORDER BY sku",
            in: transaction
        )
        let body = ProductBody(
            product,
            category: categoryId.flatMap { labels[$0] },
            variants: try VariantBody.make(variants, in: transaction)
        )
        var headers = [Precondition.tag(body.version)]
        if status == 201 { headers.append(("Location", "/v1/products/\(id)")) }
        return try .json(body, status: status, headers: headers)
    }
}
