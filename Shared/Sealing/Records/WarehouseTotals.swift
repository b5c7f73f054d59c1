/// What moved into and out of one warehouse.
package struct WarehouseTotal: Codable, Hashable, Sendable {
    package let warehouse: SealedID
    /// Movements with an end in it; one from place to place inside counts once.
    package var movements: Int64 = 0
    /// Of all variants together.
    package var quantityIn = TotalQuantity()
    package var quantityOut = TotalQuantity()

    package init(warehouse: SealedID) {
        self.warehouse = warehouse
    }
}

/// What moved into and out of each warehouse.
package struct WarehouseTotals: Hashable, Sendable {
    private var totals: [SealedID: WarehouseTotal] = [:]

    package init(_ list: [WarehouseTotal] = []) {
        for total in list { self.add(total) }
    }

    /// By warehouse.
    package var list: [WarehouseTotal] { self.totals.values.sorted { $0.warehouse < $1.warehouse } }

    package mutating func add(_ record: SealedRecord) {
        guard let movement = record.movement else { return }
        for warehouse in Set([movement.fromWarehouse, movement.toWarehouse].compactMap { $0 }) {
            var total = self.totals[warehouse] ?? WarehouseTotal(warehouse: warehouse)
            total.movements += 1
            if movement.fromWarehouse == warehouse { total.quantityOut += movement.quantity }
            if movement.toWarehouse == warehouse { total.quantityIn += movement.quantity }
            self.totals[warehouse] = total
        }
    }

    package mutating func add(_ other: WarehouseTotals) {
        for total in other.totals.values { self.add(total) }
    }

    private mutating func add(_ other: WarehouseTotal) {
        var total = self.totals[other.warehouse] ?? WarehouseTotal(warehouse: other.warehouse)
        total.movements += other.movements
        total.quantityIn += other.quantityIn
        total.quantityOut += other.quantityOut
        self.totals[other.warehouse] = total
    }

    /// The hash of all of them, in the order of the list.
    package var hash: SealHash {
        var encoding = CanonicalEncoding(.totals)
        for total in self.list {
            encoding.add(1, total.warehouse)
            encoding.add(2, total.movements)
            encoding.add(3, total.quantityIn.description)
            encoding.add(4, total.quantityOut.description)
        }
        return .document(encoding.bytes)
    }
}

extension WarehouseTotals: Codable {
    package init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode([WarehouseTotal].self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self.list)
    }
}
