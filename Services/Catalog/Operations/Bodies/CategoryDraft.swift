import CatalogDomain
import Contracts
import Kernel

/// A category to be created.
struct CategoryDraft: Codable, Sendable {
    let id: ID<Category>?
    let name: String
    let parentId: ID<Category>?

    /// - Throws: ``CatalogError/invalid(_:)`` at `/name`.
    static func name(_ text: String) throws(CatalogError) -> String {
        do {
            return try Text.normalized(
                text,
                characters: 1...CategoryDocument.maximumNameCharacters
            )
        } catch {
            throw .invalid([
                FieldError(pointer: "/name", rule: error.rule, message: error.message)
            ])
        }
    }
}
