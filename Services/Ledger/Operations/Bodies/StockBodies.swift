import Contracts
import Kernel
import LedgerDomain

/// One row of the list of stock.
struct StockLevelBody: Codable, Sendable {
    let variantId: ID<Variant>
    let sku: String
    let name: String
    let unit: String
    let location: LocationLabel
    let lot: LotLabel?
    let onHand: Quantity
    let reserved: Quantity?
    let withheld: Quantity?
    let available: Quantity?
    /// On its way to the warehouse; absent where the row is not of a whole warehouse.
    let inTransit: Quantity?

    init(_ row: StockRow, inTransit: Quantity? = nil) {
        self.variantId = row.variant
        self.sku = row.sku
        self.name = row.name
        self.unit = row.unit
        self.location = row.location
        self.lot = row.lotLabel
        self.onHand = row.onHand
        self.reserved = row.reserved
        self.withheld = row.withheld
        self.inTransit = inTransit
        self.available = row.reserved.map { reserved in
            row.onHand.subtractingClamped(row.withheld ?? .zero).subtractingClamped(reserved)
        }
    }
}

/// A page of stock, and what it knew.
struct StockPage: Codable, Sendable {
    let items: [StockLevelBody]
    let next: String?
    let asOf: Timestamp?
    let knownAt: Timestamp
}

/// The stock of one SKU over all warehouses.
struct VariantStockBody: Codable, Sendable {
    let variantId: ID<Variant>
    let sku: String
    let name: String
    let unit: String
    let onHand: Quantity
    let reserved: Quantity?
    let withheld: Quantity?
    let available: Quantity?
    let inTransit: Quantity
    let warehouses: [Warehouse]
    let asOf: Timestamp?
    let knownAt: Timestamp

    struct Warehouse: Codable, Sendable {
        let warehouse: LocationLabel
        let onHand: Quantity
        let reserved: Quantity?
        let withheld: Quantity?
        let available: Quantity?
        /// On its way there.
        let inTransit: Quantity
        let locations: [Place]
    }

    struct Place: Codable, Sendable {
        let location: LocationLabel
        let lot: LotLabel?
        let onHand: Quantity
    }
}
