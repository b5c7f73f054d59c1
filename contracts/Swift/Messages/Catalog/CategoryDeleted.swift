package import Kernel

/// A category that held neither products nor other categories is gone.
package struct CategoryDeleted: Contract, Hashable {
    package static let type = "catalog.category.deleted.v1"
    package static let destination = Destination.event(of: .catalog)

    package let categoryId: ID<Category>
    /// One more than that of the last ``CategoryChanged``.
    package let version: Int64

    package init(
        categoryId: ID<Category>,
        version: Int64
    ) {
        self.categoryId = categoryId
        self.version = version
    }
}
