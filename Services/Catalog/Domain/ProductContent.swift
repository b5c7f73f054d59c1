package import Contracts
package import Kernel

/// What an author decides about a product.
package struct ProductContent: Hashable, Sendable {
    package static let maximumNameCharacters = 200
    package static let maximumDescriptionCharacters = 4_000

    package var name: String
    package var details: String?
    package var brand: String?
    package var categoryId: ID<Category>?
    package var itemType: ItemType
    package var attributes: Attributes

    package init(
        name: String,
        details: String? = nil,
        brand: String? = nil,
        categoryId: ID<Category>? = nil,
        itemType: ItemType = .merchandise,
        attributes: Attributes = .none
    ) {
        self.name = name
        self.details = details
        self.brand = brand
        self.categoryId = categoryId
        self.itemType = itemType
        self.attributes = attributes
    }
}
