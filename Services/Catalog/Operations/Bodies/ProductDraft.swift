import CatalogDomain
import Contracts
import Kernel

/// A product to be created, with its first variants.
struct ProductDraft: Codable, Sendable {
    static let maximumVariants = 100

    let id: ID<Product>?
    let name: String
    let description: String?
    let brand: String?
    let categoryId: ID<Category>?
    let itemType: ItemType?
    let attributes: [String: JSONValue]?
    let variants: [VariantDraft]?

    /// - Throws: ``CatalogError/invalid(_:)`` with every field that cannot be read.
    func content() throws(CatalogError) -> ProductContent {
        var errors = FieldErrors()
        let name = errors.value(at: "/name") { () throws(BrokenRule) in
            try ProductDraft.name(self.name)
        }
        let attributes = errors.value(at: "/attributes") { () throws(BrokenRule) in
            try Attributes(self.attributes ?? [:])
        }
        ProductDraft.check(self.description, brand: self.brand, &errors)
        if let variants = self.variants, variants.count > ProductDraft.maximumVariants {
            let message = "at most \(ProductDraft.maximumVariants) at once"
            errors.add(BrokenRule("max-items", message), at: "/variants")
        }
        for (index, variant) in (self.variants ?? []).enumerated() where variant.productId != nil {
            let message = "a variant that comes with its product names none"
            errors.add(BrokenRule("unknown-member", message), at: "/variants/\(index)/productId")
        }
        try errors.check()
        return ProductContent(
            name: name ?? self.name,
            details: self.description,
            brand: self.brand,
            categoryId: self.categoryId,
            itemType: self.itemType ?? .merchandise,
            attributes: attributes ?? .none
        )
    }

    static func name(_ text: String) throws(BrokenRule) -> String {
        try Text.normalized(text, characters: 1...ProductContent.maximumNameCharacters)
    }

    /// Notes texts that are too long or, a brand, empty.
    static func check(_ description: String?, brand: String?, _ errors: inout FieldErrors) {
        let maximum = ProductContent.maximumDescriptionCharacters
        if let description,
            description.unicodeScalars.count > maximum || description.contains("\0")
        {
            let broken = BrokenRule("max-length", "must have at most \(maximum) characters")
            errors.add(broken, at: "/description")
        }
        if let brand {
            _ = errors.value(at: "/brand") { () throws(BrokenRule) in
                try ProductDraft.name(brand)
            }
        }
    }
}
