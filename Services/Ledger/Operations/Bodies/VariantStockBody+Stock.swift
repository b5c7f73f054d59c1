import Kernel
import LedgerDomain

extension VariantStockBody {
    /// - Parameter showsReserved: Whether it is known what is promised.
    init(
        _ stock: VariantStock,
        asOf: Timestamp? = nil,
        knownAt: Timestamp,
        showsReserved: Bool = true
    ) {
        let arrivals = stock.arrivals
        let present = stock.warehouses.filter { !$0.isTransit }
            .compactMap { Warehouse($0, expecting: arrivals, showsReserved: showsReserved) }
        let absent = arrivals.filter { arrival in
            !present.contains { $0.warehouse.id == arrival.warehouse.id }
        }
        let warehouses =
            absent.isEmpty
            ? present
            : (present + absent.map { Warehouse(expecting: $0, showsReserved: showsReserved) })
                .sorted { Verbatim($0.warehouse.code) < Verbatim($1.warehouse.code) }
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
            withheld: withheld,
            available: showsReserved ? usable.subtractingClamped(reserved) : nil,
            // Who does not see the road sees what comes from it.
            inTransit: stock.warehouses.first { $0.isTransit }?.onHand
                ?? arrivals.reduce(.zero) { $0.addingClamped($1.quantity) },
            warehouses: warehouses,
            asOf: asOf,
            knownAt: knownAt
        )
    }
}

extension VariantStockBody.Warehouse {
    /// A warehouse that has nothing yet.
    fileprivate init(expecting arrival: Arrival, showsReserved: Bool) {
        self.init(
            warehouse: arrival.warehouse,
            onHand: .zero,
            reserved: showsReserved ? .zero : nil,
            withheld: .zero,
            available: showsReserved ? .zero : nil,
            inTransit: arrival.quantity,
            locations: []
        )
    }

    /// `nil` for a warehouse that has nothing in any place, and promises nothing.
    fileprivate init?(
        _ warehouse: VariantStock.Warehouse,
        expecting arrivals: [Arrival],
        showsReserved: Bool
    ) {
        let arriving = arrivals.first { $0.warehouse.id == warehouse.label.id }
        let reserved = showsReserved ? warehouse.reserved : nil
        let usable = warehouse.onHand.subtractingClamped(warehouse.withheld)
        // What a till oversold in one place may be in another one.
        let places = warehouse.places.filter { $0.onHand != .zero }
        guard !places.isEmpty || reserved ?? .zero != .zero else { return nil }
        self.init(
            warehouse: warehouse.label,
            onHand: warehouse.onHand,
            reserved: reserved,
            withheld: warehouse.withheld,
            available: reserved.map { usable.subtractingClamped($0) },
            inTransit: arriving?.quantity ?? .zero,
            locations: places.map { place in
                .init(location: place.location, lot: place.lot, onHand: place.onHand)
            }
        )
    }
}
