import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Reads the stock of one SKU: in all, per warehouse, and per location and lot.
struct GetStock: Operation {
    static let id = "getStock"

    let horizon: Timestamp

    /// Places of one warehouse that are listed, and rows that are read for all of them.
    private static let maximumPlaces = 500
    private static let maximumRows = 20_000

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let sku = request.path["sku"] ?? ""
        let found = try transaction.execute(
            """
            SELECT id, name, base_unit
            FROM variant
            WHERE sku = \(sku) AND NOT is_deleted
            ORDER BY id DESC
            """
        )
        guard let variant = found.first else {
            throw Problem.notFound("There is no variant \(sku).")
        }
        let asOf = try request.query.timestamp("asOf")
        let asked = try request.query.timestamp("knownAt")
        let knownAt = min(asked ?? self.horizon, self.horizon)
        let isNow = asOf == nil && asked == nil
        let id: ID<Variant> = try variant.decode("id")
        func rows(by grouping: StockQuery.Grouping, _ places: SQL) throws -> [StockRow] {
            var query = StockQuery(limit: Self.maximumRows)
            query.grouping = grouping
            query.variants = ["variant.id = \(id)"]
            query.places = [places]
            if let warehouses = request.readableWarehouses {
                query.places.append("location.warehouse = ANY (\(Array(warehouses)))")
            }
            (query.asOf, query.knownAt) = (asOf, knownAt)
            query.showsReserved = grouping == .warehouse && isNow
            return try transaction.execute(query.statement).map { try StockRow($0) }
        }
        let totals = try rows(by: .warehouse, "location.kind <> 'transit'")
        let warehouses = try totals.map { total in
            try self.warehouse(
                total,
                places: rows(by: .lot, "location.warehouse = \(total.place)")
            )
        }
        let transit = try rows(by: .location, "location.kind = 'transit'")
        let onHand = totals.reduce(Quantity.zero) { $0.addingClamped($1.onHand) }
        let reserved = totals.reduce(Quantity.zero) { $0.addingClamped($1.reserved ?? .zero) }
        return try .json(
            VariantStockBody(
                variantId: id,
                sku: sku,
                name: variant.decode("name"),
                unit: variant.decode("base_unit"),
                onHand: onHand,
                reserved: isNow ? reserved : nil,
                available: isNow ? onHand.subtractingClamped(reserved) : nil,
                inTransit: transit.reduce(.zero) { $0.addingClamped($1.onHand) },
                warehouses: warehouses,
                asOf: asOf,
                knownAt: knownAt
            )
        )
    }

    private func warehouse(
        _ total: StockRow,
        places: [StockRow]
    ) -> VariantStockBody.Warehouse {
        VariantStockBody.Warehouse(
            warehouse: total.location,
            onHand: total.onHand,
            reserved: total.reserved,
            available: total.reserved.map { total.onHand.subtractingClamped($0) },
            locations: places.prefix(Self.maximumPlaces).map { VariantStockBody.Place($0) }
        )
    }
}
