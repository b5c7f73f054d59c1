import CatalogDomain
import Contracts
import Kernel
import Messaging
import Postgres

/// Changes categories and announces every change, in the transaction of the caller.
///
/// All changes of the tree wait for each other, so what is decided about it stays true until the
/// transaction ends.
struct CategoryRegister {
    /// What the changes follow from; `nil` begins a correlation of its own.
    let cause: MessageContext?

    /// - Throws: ``CatalogError``, or `PostgresError` naming a constraint.
    func create(
        _ id: ID<Category>,
        name: String,
        under parentId: ID<Category>?,
        in transaction: borrowing Transaction
    ) throws -> ID<Category> {
        var tree = try CategoryStore.lockTree(in: transaction)
        guard try CategoryStore.count(in: transaction) < CategoryStore.maximumCategories else {
            throw CatalogError.wrongState(
                "there are at most \(CategoryStore.maximumCategories) categories"
            )
        }
        try TombstoneStore.refuse(id.rawValue, in: transaction)
        try Self.place { () throws(BrokenRule) in try tree.insert(id, under: parentId) }
        let category = CategoryDocument(id: id, name: name, parentId: parentId)
        try CategoryStore.insert(category, in: transaction)
        try self.announce(category, in: tree, in: transaction)
        return id
    }

    /// Renames or moves; what is below a moved category changes its path with it.
    ///
    /// - Throws: ``CatalogError``, or `PostgresError` naming a constraint.
    func edit(
        _ former: CategoryDocument,
        name: String,
        parentId: ID<Category>?,
        tree: CategoryTree,
        in transaction: borrowing Transaction
    ) throws {
        var (category, tree) = (former, tree)
        if parentId != former.parentId {
            try Self.place { () throws(BrokenRule) in try tree.move(former.id, under: parentId) }
        }
        guard category.edit(name: name, parentId: parentId) else { return }
        try CategoryStore.save(category, in: transaction)
        try self.announce(category, in: tree, in: transaction)
        guard parentId != former.parentId else { return }
        let below = tree.descendants(of: former.id)
        for moved in try CategoryStore.notePathChanged(below, in: transaction) {
            try self.announce(moved, in: tree, in: transaction)
        }
    }

    /// - Throws: ``CatalogError/inUse(_:)`` while it holds products or other categories.
    func delete(
        _ category: CategoryDocument,
        tree: CategoryTree,
        in transaction: borrowing Transaction
    ) throws {
        var tree = tree
        do {
            try tree.remove(category.id)
        } catch {
            throw CatalogError.inUse("\(category.name): \(error.message)")
        }
        guard try !ProductStore.isUsed(category.id, in: transaction) else {
            throw CatalogError.inUse("\(category.name) holds products")
        }
        let deleted = category.deleted
        try CategoryStore.delete(category.id, in: transaction)
        try TombstoneStore.insert(
            category.id.rawValue,
            name: category.name,
            version: deleted.version,
            in: transaction
        )
        try Outbox.append(
            deleted,
            subject: category.id.description,
            version: deleted.version,
            cause: self.cause,
            in: transaction
        )
    }

    private func announce(
        _ category: CategoryDocument,
        in tree: CategoryTree,
        in transaction: borrowing Transaction
    ) throws {
        try Outbox.append(
            category.changed(path: tree.path(to: category.id)),
            subject: category.id.description,
            version: category.version,
            cause: self.cause,
            in: transaction
        )
    }

    /// Gives a refusal of the tree its field; a cycle is a matter of state, not of the field alone.
    private static func place(_ change: () throws(BrokenRule) -> Void) throws(CatalogError) {
        do {
            try change()
        } catch  where error.rule == "no-cycle" {
            throw .wrongState(error.message)
        } catch {
            throw .invalid([
                FieldError(pointer: "/parentId", rule: error.rule, message: error.message)
            ])
        }
    }
}
