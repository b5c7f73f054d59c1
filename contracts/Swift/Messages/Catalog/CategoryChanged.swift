package import Kernel

/// A category was created, renamed or moved: a full snapshot.
///
/// Moving a category changes the path of everything below it, and each of those is told as well.
package struct CategoryChanged: Contract, Hashable {
    package static let type = "catalog.category.changed.v1"
    package static let destination = Destination.event(of: .catalog)

    package let categoryId: ID<Category>
    package let name: String
    /// `nil` at the root.
    package let parentId: ID<Category>?
    /// From the root down to the category itself.
    package let path: [ID<Category>]
    /// 1 when created, then one more with every change, without gaps.
    package let version: Int64

    package init(
        categoryId: ID<Category>,
        name: String,
        parentId: ID<Category>? = nil,
        path: [ID<Category>],
        version: Int64
    ) {
        self.categoryId = categoryId
        self.name = name
        self.parentId = parentId
        self.path = path
        self.version = version
    }
}
