package import Contracts
package import Kernel

/// A category as it stands.
package struct CategoryDocument: Hashable, Sendable {
    package static let maximumNameCharacters = 200

    package let id: ID<Category>
    package private(set) var name: String
    /// `nil` at the root.
    package private(set) var parentId: ID<Category>?
    package private(set) var version: Int64

    /// A new category.
    package init(id: ID<Category>, name: String, parentId: ID<Category>?) {
        self.init(stored: id, name: name, parentId: parentId, version: 1)
    }

    /// A category read back from where it was stored.
    package init(stored id: ID<Category>, name: String, parentId: ID<Category>?, version: Int64) {
        self.id = id
        self.name = name
        self.parentId = parentId
        self.version = version
    }

    /// Renames and moves; ``CategoryTree/move(_:under:)`` has to agree first.
    ///
    /// - Returns: Whether anything changed.
    package mutating func edit(name: String, parentId: ID<Category>?) -> Bool {
        guard name != self.name || parentId != self.parentId else { return false }
        self.name = name
        self.parentId = parentId
        self.version += 1
        return true
    }

    /// The snapshot that other services keep.
    package func changed(path: [ID<Category>]) -> CategoryChanged {
        CategoryChanged(
            categoryId: self.id,
            name: self.name,
            parentId: self.parentId,
            path: path,
            version: self.version
        )
    }

    /// The last thing said of it.
    package var deleted: CategoryDeleted {
        CategoryDeleted(categoryId: self.id, version: self.version + 1)
    }
}
