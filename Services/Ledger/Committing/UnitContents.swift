import Contracts
import Kernel

/// What is on handling units, as it was found once nothing could be put on them any more.
///
/// Goods may still be picked from them; what is left is read once their rows are locked.
struct UnitContents {
    /// The variants by the place that each unit is.
    var variants: [ID<Location>: Set<ID<Variant>>] = [:]
    /// The warehouses from which and to which the units or their goods may go.
    var warehouses: Set<ID<Location>> = []
}
