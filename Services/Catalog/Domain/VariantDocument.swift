package import Contracts
package import Kernel

/// A variant as it stands: its content, its place and how often it has changed.
///
/// Invariant: ``version`` starts at 1 and each change adds 1, so events of one variant have no gaps.
package struct VariantDocument: Hashable, Sendable {
    package let id: ID<Variant>
    package let productId: ID<Product>
    package private(set) var content: VariantContent
    package private(set) var status: ActiveStatus
    /// Whether the ledger has ever used it.
    package let hasHistory: Bool
    package private(set) var version: Int64

    /// A new variant.
    ///
    /// - Throws: ``CatalogError/invalid(_:)`` with every rule that the content breaks.
    package init(
        id: ID<Variant>,
        productId: ID<Product>,
        content: VariantContent
    ) throws(CatalogError) {
        var errors = FieldErrors()
        content.check(&errors)
        try errors.check()
        self.init(
            stored: id,
            productId: productId,
            content: content,
            status: .active,
            hasHistory: false,
            version: 1
        )
    }

    /// A variant read back from where it was stored.
    package init(
        stored id: ID<Variant>,
        productId: ID<Product>,
        content: VariantContent,
        status: ActiveStatus,
        hasHistory: Bool,
        version: Int64
    ) {
        self.id = id
        self.productId = productId
        self.content = content
        self.status = status
        self.hasHistory = hasHistory
        self.version = version
    }

    /// Replaces the content; the same content changes nothing.
    ///
    /// - Returns: Whether anything changed.
    /// - Throws: ``CatalogError``; nothing changes. The base unit and the tracking of a variant with
    ///   history stay, because the ledger's figures are in them.
    package mutating func edit(_ content: VariantContent) throws(CatalogError) -> Bool {
        guard content != self.content else { return false }
        guard self.status == .active else {
            throw .wrongState("\(self.content.sku.rawValue) is retired")
        }
        var errors = FieldErrors()
        content.check(&errors)
        try errors.check()
        try self.checkHistoryAllows(content)
        self.content = content
        self.version += 1
        return true
    }

    /// Ends its use for new business.
    ///
    /// - Returns: Whether anything changed.
    package mutating func retire() -> Bool {
        guard self.status == .active else { return false }
        self.status = .retired
        self.version += 1
        return true
    }

    /// Counts a change of what the events say of its product.
    package mutating func noteProductChanged() {
        self.version += 1
    }

    /// - Throws: ``CatalogError/hasHistory(sku:)``.
    package func checkDeletable() throws(CatalogError) {
        guard !self.hasHistory else { throw .hasHistory(sku: self.content.sku.rawValue) }
    }

    private func checkHistoryAllows(_ content: VariantContent) throws(CatalogError) {
        guard self.hasHistory else { return }
        var errors = FieldErrors()
        if content.baseUnit != self.content.baseUnit {
            let message = "the ledger counts it in \(self.content.baseUnit)"
            errors.add(BrokenRule("fixed-by-history", message), at: "/baseUnit")
        }
        if content.tracking.policy != self.content.tracking.policy {
            let message = "the ledger holds stock that is tracked as before"
            errors.add(BrokenRule("fixed-by-history", message), at: "/tracking")
        }
        guard errors.errors.isEmpty else { throw .fixedByHistory(errors.errors) }
    }
}
