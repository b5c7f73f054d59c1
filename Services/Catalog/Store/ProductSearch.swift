import CatalogDomain
import Contracts
import Kernel
import Postgres

/// Which products a list shows.
struct ProductSearch: Sendable {
    /// Part of the name, or of a SKU of the variants.
    var text: String?
    /// Any of these; `nil` for all.
    var categories: [ID<Category>]?
    var status: ActiveStatus?
    var updatedAfter: Timestamp?

    /// The products that match, by name in byte order, from the one after `position`.
    func page(
        after position: (name: String, id: ID<Product>)?,
        limit: Int,
        in transaction: borrowing Transaction
    ) throws -> [Stored<ProductDocument>] {
        transaction.planForValues()
        let rows = try transaction.execute(
            """
            SELECT \(fragment: ProductStore.columns)
            FROM product
            \(fragment: self.filter(after: position))
            ORDER BY name, id
            LIMIT \(limit)
            """
        )
        return try rows.map(ProductStore.decode)
    }

    private func filter(after position: (name: String, id: ID<Product>)?) -> SQL {
        var filter: SQL = "WHERE true"
        if let position { filter += " AND (name, id) > (\(position.name), \(position.id))" }
        if let text = self.text {
            let pattern = SearchPattern.part(text)
            filter += """
                 AND id IN (
                    SELECT id FROM product WHERE search_text LIKE \(pattern)
                    UNION
                    SELECT product_id FROM variant
                    WHERE search_text LIKE \(pattern) AND search_sku LIKE \(pattern)
                )
                """
        }
        if let categories = self.categories { filter += " AND category_id = ANY(\(categories))" }
        if let status = self.status { filter += " AND status = \(status.rawValue)" }
        if let time = self.updatedAfter { filter += " AND updated_at > \(time)" }
        return filter
    }
}
