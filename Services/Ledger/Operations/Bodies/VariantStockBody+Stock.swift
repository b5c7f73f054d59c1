import Kernel
import LedgerDomain

extension VariantStockBody {
    /// - Parameter showsReserved: Whether the stock is of now, of which the promises are known.
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
        self.init(
            variantId: stock.id,
            sku: stock.sku,
            name: stock.name,
            unit: stock.unit,
            onHand: onHand,
            reserved: showsReserved ? reserved : nil,
            available: showsReserved ? onHand.subtractingClamped(reserved) : nil,
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
        guard warehouse.onHand != .zero || reserved ?? .zero != .zero else { return nil }
        self.init(
            warehouse: warehouse.label,
            onHand: warehouse.onHand,
            reserved: reserved,
            available: reserved.map { warehouse.onHand.subtractingClamped($0) },
            locations: warehouse.places.filter { $0.onHand != .zero }
                .map { .init(location: $0.location, lot: $0.lot, onHand: $0.onHand) }
        )
    }
}
