import Kernel

/// What kind of place a location is; the second half are virtual.
package enum LocationKind: String, WordCodable, Hashable, Sendable {
    /// The root of a tree: a warehouse, a shop, a depot.
    case warehouse
    /// A part of a warehouse.
    case zone
    /// A row in a zone.
    case aisle
    /// A rack in an aisle.
    case rack
    /// The smallest place that has a label.
    case bin
    /// A handling unit that stands somewhere, or in another one: a pallet, a carton.
    case unit
    /// Where received goods come from.
    case supplier
    /// Where sold goods go, and returned ones come from.
    case customer
    /// The other side of corrections of the book.
    case adjustment
    /// Where written-off goods go.
    case scrap
    /// Where materials go to become products.
    case production
    /// Between two of our warehouses.
    case transit
}
