import CatalogDomain
import Contracts
import Kernel
import Messaging

/// What is to change about a product.
struct ProductPatch: Codable, Sendable {
    let name: String?
    let description: Change<String>
    let brand: Change<String>
    let categoryId: Change<ID<Category>>
    let itemType: ItemType?
    /// Merged with what is there.
    let attributes: [String: JSONValue]?

    /// - Throws: ``CatalogError/invalid(_:)`` with every field that cannot be read.
    func applied(to former: ProductContent) throws(CatalogError) -> ProductContent {
        var errors = FieldErrors()
        var content = former
        if let text = self.name {
            let name = errors.value(at: "/name") { () throws(BrokenRule) in
                try ProductDraft.name(text)
            }
            content.name = name ?? former.name
        }
        if let changes = self.attributes {
            let merged = errors.value(at: "/attributes") { () throws(BrokenRule) in
                try former.attributes.merging(changes)
            }
            content.attributes = merged ?? former.attributes
        }
        content.details = self.description.applied(to: former.details)
        content.brand = self.brand.applied(to: former.brand)
        content.categoryId = self.categoryId.applied(to: former.categoryId)
        content.itemType = self.itemType ?? former.itemType
        ProductDraft.check(content.details, brand: content.brand, &errors)
        try errors.check()
        return content
    }
}
