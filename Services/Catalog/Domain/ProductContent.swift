package import Contracts
package import Kernel

/// What an author decides about a product.
package struct ProductContent: Hashable, Sendable {
    package static let maximumNameCharacters = 255
    package static let maximumDescriptionCharacters = 4_000

    package var name: String
    package var details: String?
    package var categoryId: ID<Category>?
    package var attributes: Attributes

    package init(
        name: String,
        details: String? = nil,
        categoryId: ID<Category>? = nil,
        attributes: Attributes = .none
    ) {
        self.name = name
        self.details = details
        self.categoryId = categoryId
        self.attributes = attributes
    }
}
