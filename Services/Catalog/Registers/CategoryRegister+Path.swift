import CatalogDomain
import Contracts
import Kernel
import Postgres

extension CategoryRegister {
    /// What stands between the names of a path, as in `Home > Candles`.
    static let pathSeparator: Character = ">"

    /// The category at the end of a path of names; those that are new are made.
    ///
    /// - Throws: ``CatalogError/invalid(_:)`` with the pointer `/category`.
    func resolve(
        path text: String,
        in transaction: borrowing Transaction
    ) throws -> ID<Category> {
        var errors = FieldErrors()
        let names = text.split(separator: Self.pathSeparator, omittingEmptySubsequences: false)
            .compactMap { name in
                errors.value(at: "/category") { () throws(BrokenRule) in
                    try Text.normalized(
                        String(name),
                        characters: 1...CategoryDocument.maximumNameCharacters
                    )
                }
            }
        try errors.check()
        var parentId: ID<Category>?
        for name in names {
            let known = try CategoryStore.find(named: name, under: parentId, in: transaction)
            parentId = try known?.id ?? self.make(name, under: parentId, in: transaction)
        }
        guard let parentId else { preconditionFailure("a path has at least one name") }
        return parentId
    }

    /// Looks again under the lock of the tree, because another may have made it meanwhile.
    private func make(
        _ name: String,
        under parentId: ID<Category>?,
        in transaction: borrowing Transaction
    ) throws -> ID<Category> {
        _ = try CategoryStore.lockTree(in: transaction)
        if let known = try CategoryStore.find(named: name, under: parentId, in: transaction) {
            return known.id
        }
        do {
            return try self.create(.make(), name: name, under: parentId, in: transaction)
        } catch CatalogError.invalid(let errors) {
            throw CatalogError.invalid(
                errors.map {
                    FieldError(pointer: "/category", rule: $0.rule, message: $0.message)
                }
            )
        }
    }
}
