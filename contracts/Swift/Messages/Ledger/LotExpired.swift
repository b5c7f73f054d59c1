package import Kernel

/// The last day of a lot is over: from now on what is left of it is not available.
package struct LotExpired: Contract, Hashable {
    package static let type = "ledger.lot.expired.v1"
    package static let destination = Destination.event(of: .ledger)

    package let lotId: ID<Lot>
    package let variantId: ID<Variant>
    package let sku: String
    /// The number on the goods; unique for the variant.
    package let code: String
    /// The last day on which it might be sold.
    package let expiresOn: CivilDate
    /// What is left of it, for each warehouse that has some; goods in transit count as one.
    package let levels: [Level]
    /// The version of the lot that is expired.
    package let version: Int64

    package init(
        lotId: ID<Lot>,
        variantId: ID<Variant>,
        sku: String,
        code: String,
        expiresOn: CivilDate,
        levels: [Level],
        version: Int64
    ) {
        self.lotId = lotId
        self.variantId = variantId
        self.sku = sku
        self.code = code
        self.expiresOn = expiresOn
        self.levels = levels
        self.version = version
    }

    /// What is left of the lot in one warehouse.
    package struct Level: Codable, Hashable, Sendable {
        package let warehouseId: ID<Location>
        /// In base units.
        package let onHand: Quantity

        package init(warehouseId: ID<Location>, onHand: Quantity) {
            self.warehouseId = warehouseId
            self.onHand = onHand
        }
    }
}
