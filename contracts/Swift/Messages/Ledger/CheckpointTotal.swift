package import Kernel

/// What moved into and out of one warehouse, of all variants together.
package struct CheckpointTotal: Codable, Hashable, Sendable {
    package let warehouseId: ID<Location>
    /// With an end in it.
    package let movements: Int64
    /// Decimal strings, which may be larger than any quantity.
    package let quantityIn: String
    package let quantityOut: String

    package init(
        warehouseId: ID<Location>,
        movements: Int64,
        quantityIn: String,
        quantityOut: String
    ) {
        self.warehouseId = warehouseId
        self.movements = movements
        self.quantityIn = quantityIn
        self.quantityOut = quantityOut
    }
}
