import CatalogDomain
import Contracts
import Kernel

/// A conversion, and for what it holds.
struct ScopedConversion: Hashable, Sendable {
    /// `nil` where it holds for every variant.
    let variantId: ID<Variant>?
    let conversion: UnitConversion
}
