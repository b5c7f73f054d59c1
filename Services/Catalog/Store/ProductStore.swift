import CatalogDomain
import Contracts
import Kernel
import Postgres

/// The `product` table.
enum ProductStore {
    /// How long a row is kept from others.
    enum Lock {
        case none
        /// Others may read and share, but not change.
        case shared
        case exclusive

        var clause: SQL {
            switch self {
            case .none: ""
            case .shared: "FOR SHARE"
            case .exclusive: "FOR UPDATE"
            }
        }
    }

    static func find(
        _ id: ID<Product>,
        lock: Lock = .none,
        in transaction: borrowing Transaction
    ) throws -> Stored<ProductDocument>? {
        let rows = try transaction.execute(
            """
            SELECT \(fragment: self.columns) FROM product
            WHERE id = \(id)
            \(fragment: lock.clause)
            """
        )
        return try rows.first.map(self.decode)
    }

    static func find(
        _ ids: Set<ID<Product>>,
        in transaction: borrowing Transaction
    ) throws -> [ID<Product>: ProductDocument] {
        let rows = try transaction.execute(
            "SELECT \(fragment: self.columns) FROM product WHERE id = ANY(\(Array(ids)))"
        )
        let found = try rows.map { try self.decode($0).document }
        return Dictionary(uniqueKeysWithValues: found.map { ($0.id, $0) })
    }

    /// The oldest product of exactly this name that is in use, for imports that name it.
    static func find(
        named name: String,
        in transaction: borrowing Transaction
    ) throws -> ProductDocument? {
        let rows = try transaction.execute(
            """
            SELECT \(fragment: self.columns) FROM product
            WHERE name = \(name) AND status = 'active'
            ORDER BY id
            LIMIT 1
            FOR UPDATE
            """
        )
        return try rows.first.map(self.decode)?.document
    }

    static func insert(
        _ product: ProductDocument,
        in transaction: borrowing Transaction
    ) throws {
        let content = product.content
        try transaction.execute(
            """
            INSERT INTO product (
                id, name, details, brand, category_id, item_type, attributes, status, version,
                search_text
            )
            VALUES (
                \(product.id), \(content.name), \(content.details), \(content.brand),
                \(content.categoryId), \(content.itemType.rawValue),
                \(try JSONB(encoding: content.attributes.values)), \(product.status.rawValue),
                \(product.version), \(content.name.lowercased())
            )
            """
        )
    }

    static func save(
        _ product: ProductDocument,
        in transaction: borrowing Transaction
    ) throws {
        let content = product.content
        try transaction.execute(
            """
            UPDATE product
            SET name = \(content.name), details = \(content.details),
                brand = \(content.brand), item_type = \(content.itemType.rawValue),
                category_id = \(content.categoryId),
                attributes = \(try JSONB(encoding: content.attributes.values)),
                status = \(product.status.rawValue), version = \(product.version),
                search_text = \(content.name.lowercased()), updated_at = now()
            WHERE id = \(product.id)
            """
        )
    }

    static func delete(_ id: ID<Product>, in transaction: borrowing Transaction) throws {
        try transaction.execute("DELETE FROM product WHERE id = \(id)")
    }

    /// Whether any product stands in this category.
    static func isUsed(
        _ category: ID<Category>,
        in transaction: borrowing Transaction
    ) throws -> Bool {
        let rows = try transaction.execute(
            "SELECT 1 FROM product WHERE category_id = \(category) LIMIT 1"
        )
        return !rows.isEmpty
    }

    static let columns: SQL = """
        id, name, details, brand, category_id, item_type, attributes, status, version, created_at,
        updated_at
        """

    static func decode(_ row: Row) throws -> Stored<ProductDocument> {
        let attributes = try row.decode("attributes", as: JSONB.self)
        return Stored(
            document: ProductDocument(
                stored: try row.decode("id"),
                content: ProductContent(
                    name: try row.decode("name"),
                    details: try row.decode("details"),
                    brand: try row.decode("brand"),
                    categoryId: try row.decode("category_id"),
                    itemType: try row.choice("item_type"),
                    attributes: Attributes(stored: try attributes.decode())
                ),
                status: try row.choice("status"),
                version: try row.decode("version")
            ),
            createdAt: try row.decode("created_at"),
            updatedAt: try row.decode("updated_at")
        )
    }
}
