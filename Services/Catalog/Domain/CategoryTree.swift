package import Contracts
package import Kernel

/// Which category stands under which: a forest without cycles.
package struct CategoryTree: Sendable {
    /// Levels from the root down, the root included.
    package static let maximumDepth = 16

    private var parents: [ID<Category>: ID<Category>?] = [:]

    package init() {}

    /// - Precondition: What is read from the store has no cycles; ``insert(_:under:)`` and
    ///   ``move(_:under:)`` saw to it.
    package init(parents: [ID<Category>: ID<Category>?]) {
        self.parents = parents
    }

    package func contains(_ category: ID<Category>) -> Bool {
        self.parents.keys.contains(category)
    }

    /// From the root down to the category itself; empty for one that is unknown.
    package func path(to category: ID<Category>) -> [ID<Category>] {
        var path: [ID<Category>] = []
        var next: ID<Category>? = category
        // The count ends a walk through a tree that was damaged behind our back.
        while let current = next, let parent = self.parents[current],
            path.count <= self.parents.count
        {
            path.append(current)
            next = parent
        }
        return path.reversed()
    }

    /// All categories below one, parents before their children; not the category itself.
    package func descendants(of category: ID<Category>) -> [ID<Category>] {
        let children = Dictionary(grouping: self.parents.keys) { self.parents[$0] ?? nil }
        var found: [ID<Category>] = []
        var level = children[category, default: []].sorted()
        while !level.isEmpty, found.count < self.parents.count {
            found += level
            level = level.flatMap { children[$0, default: []].sorted() }
        }
        return found
    }

    /// - Throws: ``BrokenRule`` `exists` or `max-depth`; nothing changes.
    package mutating func insert(
        _ category: ID<Category>,
        under parent: ID<Category>?
    ) throws(BrokenRule) {
        try self.checkDepth(height: 1, under: parent)
        self.parents.updateValue(parent, forKey: category)
    }

    /// Hangs a category with all that is below it under another one, or makes it a root.
    ///
    /// - Throws: ``BrokenRule`` `exists`, `no-cycle` or `max-depth`; nothing changes.
    package mutating func move(
        _ category: ID<Category>,
        under parent: ID<Category>?
    ) throws(BrokenRule) {
        if let parent, self.path(to: parent).contains(category) {
            throw BrokenRule("no-cycle", "a category must not stand under itself")
        }
        let depth = self.path(to: category).count
        let deepest = self.descendants(of: category).map { self.path(to: $0).count }.max() ?? depth
        try self.checkDepth(height: deepest - depth + 1, under: parent)
        self.parents.updateValue(parent, forKey: category)
    }

    /// - Throws: ``BrokenRule`` `category-empty` while others stand under it; nothing changes.
    package mutating func remove(_ category: ID<Category>) throws(BrokenRule) {
        guard self.descendants(of: category).isEmpty else {
            throw BrokenRule("category-empty", "other categories stand under it")
        }
        self.parents.removeValue(forKey: category)
    }

    private func checkDepth(height: Int, under parent: ID<Category>?) throws(BrokenRule) {
        guard let parent else { return }
        guard self.contains(parent) else {
            throw BrokenRule("exists", "there is no such category")
        }
        guard self.path(to: parent).count + height <= CategoryTree.maximumDepth else {
            throw BrokenRule(
                "max-depth",
                "categories nest at most \(CategoryTree.maximumDepth) levels deep"
            )
        }
    }
}
