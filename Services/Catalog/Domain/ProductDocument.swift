package import Contracts
package import Kernel

/// A product as it stands: what several variants have in common.
package struct ProductDocument: Hashable, Sendable {
    /// So that renaming a product, which tells of every variant, stays one short transaction.
    package static let maximumVariants = 500

    package let id: ID<Product>
    package private(set) var content: ProductContent
    package private(set) var status: ActiveStatus
    package private(set) var version: Int64

    /// A new product.
    package init(id: ID<Product>, content: ProductContent) {
        self.init(stored: id, content: content, status: .active, version: 1)
    }

    /// A product read back from where it was stored.
    package init(
        stored id: ID<Product>,
        content: ProductContent,
        status: ActiveStatus,
        version: Int64
    ) {
        self.id = id
        self.content = content
        self.status = status
        self.version = version
    }

    /// Replaces the content; the same content changes nothing.
    ///
    /// - Throws: ``CatalogError/wrongState(_:)`` for a retired product.
    package mutating func edit(_ content: ProductContent) throws(CatalogError) -> ProductChange {
        guard content != self.content else { return .none }
        guard self.status == .active else { throw .wrongState("\(self.content.name) is retired") }
        let former = self.content
        self.content = content
        self.version += 1
        let isTold = former.name != content.name || former.categoryId != content.categoryId
        return isTold ? .toldOfVariants : .own
    }

    /// Ends its use for new business; its variants are retired with it.
    ///
    /// - Returns: Whether anything changed.
    package mutating func retire() -> Bool {
        guard self.status == .active else { return false }
        self.status = .retired
        self.version += 1
        return true
    }

    /// - Throws: ``CatalogError/wrongState(_:)`` for a retired product.
    /// - Throws: ``CatalogError/invalid(_:)`` for one that has as many variants as it may have.
    package func checkRoom(besides variants: Int) throws(CatalogError) {
        guard self.status == .active else { throw .wrongState("\(self.content.name) is retired") }
        guard variants < ProductDocument.maximumVariants else {
            let message = "a product has at most \(ProductDocument.maximumVariants) variants"
            throw .invalid([FieldError(pointer: "/productId", rule: "max-items", message: message)])
        }
    }
}
