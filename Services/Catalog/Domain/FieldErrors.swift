package import Contracts

/// Collects what is wrong with a document, so that its author learns everything at once.
package struct FieldErrors {
    package private(set) var errors: [FieldError] = []

    package init() {}

    /// The value, or `nil` after noting under which pointer which rule was broken.
    package mutating func value<Value>(
        at pointer: String,
        _ make: () throws(BrokenRule) -> Value
    ) -> Value? {
        do {
            return try make()
        } catch {
            self.add(error, at: pointer)
            return nil
        }
    }

    package mutating func add(_ broken: BrokenRule, at pointer: String) {
        self.errors.append(
            FieldError(pointer: pointer, rule: broken.rule, message: broken.message)
        )
    }

    /// - Throws: ``CatalogError/invalid(_:)`` where anything was noted.
    package func check() throws(CatalogError) {
        guard self.errors.isEmpty else { throw .invalid(self.errors) }
    }
}
