package import Contracts

/// Why the catalog refused a change; nothing changed.
///
/// A refusal is final: the same change is refused again until something else has changed.
package enum CatalogError: Error, Hashable {
    /// Fields that break rules, all of them.
    case invalid([FieldError])
    /// The ledger knows the variant; it can be retired, not deleted.
    case hasHistory(sku: String)
    /// Fields whose values belong to something else already.
    case taken([FieldError])
    /// Fields that the ledger's figures rest on, so they stay as they are.
    case fixedByHistory([FieldError])
    /// What is to be deleted still holds other things.
    case inUse(String)
    /// The change does not fit the state, such as editing what is retired.
    case wrongState(String)
}
