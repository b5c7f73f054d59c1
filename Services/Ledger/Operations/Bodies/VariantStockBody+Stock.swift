import Kernel
import LedgerDomain

extension VariantStockBody {
    /// - Parameter showsReserved: Whether the stock is of now, of which is known what is promised and
    ///   withheld.
    init(
        _ stock: VariantStock,
        asOf: Timestamp? = nil,
        knownAt: Timestamp,
        showsReserved: Bool
    ) {
        let warehouses = stock.warehouses.filter { !$0.isTransit }
            .compactMap { Warehouse($0, showsReserved: showsReserved) }
        let onHand = warehouses.reduce(Quantity.zero) { $0.addingClamped($1.onHand) }
        let reserved = warehouses.reduce(Quantity.zero) { $0.addingClamped($1.reserved ?? .zero) }
        let withheld = warehouses.reduce(Quantity.zero) { $0.addingClamped($1.withheld ?? .zero) }
        let usable = onHand.subtractingClamped(withheld)
        self.init(
            variantId: stock.id,
            sku: stock.sku,
            name: stock.name,
            unit: stock.unit,
            onHand: onHand,
            reserved: showsReserved ? reserved : nil,
            withheld: showsReserved ? withheld : nil,
            available: showsReserved ? usable.subtractingClamped(reserved) : nil,
            inTransit: stock.warehouses.first { $0.isTransit }?.onHand ?? .zero,
            warehouses: warehouses,
            asOf: asOf,
            knownAt: knownAt
        )
    }
}

extension VariantStockBody.Warehouse {
    /// `nil` for a warehouse that has nothing.
    fileprivate init?(_ warehouse: VariantStock.Warehouse, showsReserved: Bool) {
        let reserved = showsReserved ? warehouse.reserved : nil
        let usable = warehouse.onHand.subtractingClamped(warehouse.withheld)
        guard warehouse.onHand != .zero || reserved ?? .zero != .zero else { return nil }
        self.init(
            warehouse: warehouse.label,
            onHand: warehouse.onHand,
            reserved: reserved,
            withheld: showsReserved ? warehouse.withheld : nil,
            available: reserved.map { usable.subtractingClamped($0) },
            locations: warehouse.places.filter { $0.onHand != .zero }
                .map { .init(location: $0.location, lot: $0.lot, onHand: $0.onHand) }
        )
    }
}
