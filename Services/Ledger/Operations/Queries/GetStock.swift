import Contracts
import Kernel
import LedgerDomain
import Messaging
import OrderedCollections
import Postgres

/// Reads the stock of one SKU: in all, per warehouse, and per location and lot.
struct GetStock: OperationHandler {
    static let id = "getStock"

    let reader: JournalReader

    /// Places of one warehouse that are listed.
    private static let maximumPlaces = 500

    func respond(to request: OperationRequest) async -> OperationResponse {
        do {
            return try await self.stock(request)
        } catch {
            return .failure(error, of: request)
        }
    }

    private func stock(_ request: OperationRequest) async throws -> OperationResponse {
        var query = VariantStockQuery(
            sku: request.path["sku"] ?? "",
            warehouses: request.readableWarehouses,
            maximumPlaces: Self.maximumPlaces
        )
        query.time.asOf = try request.query.timestamp("asOf")
        let asked = try request.query.timestamp("knownAt")
        let isNow = query.time.asOf == nil && asked == nil
        if isNow {
            let horizon = try await self.reader.recentHorizon()
            query.horizon = horizon
            let rows = try await self.reader.database.read(query.statement)
            // Nothing was recorded later, so this is what there was at the horizon.
            if try rows.first?.decode("is_late") != true {
                return try self.answer(rows, query, knownAt: horizon, isNow: isNow)
            }
            query.horizon = nil
        }
        let horizon = try await self.reader.horizon()
        let knownAt = min(asked ?? horizon, horizon)
        query.time.knownAt = knownAt
        let rows = try await self.reader.database.read(query.statement)
        return try self.answer(rows, query, knownAt: knownAt, isNow: isNow)
    }

    private func answer(
        _ rows: Rows,
        _ query: VariantStockQuery,
        knownAt: Timestamp,
        isNow: Bool
    ) throws -> OperationResponse {
        guard let first = rows.first else {
            throw Problem.notFound("There is no variant \(query.sku).")
        }
        let id: ID<Variant> = try first.decode("variant")
        let places = try rows.lazy.filter { try $0.decode("variant") == id }
            .compactMap { try VariantStockRow($0) }
        let transit = places.first { $0.isTransit }
        let warehouses = self.warehouses(of: places.filter { !$0.isTransit }, isNow: isNow)
        let onHand = warehouses.reduce(Quantity.zero) { $0.addingClamped($1.onHand) }
        let reserved = warehouses.reduce(Quantity.zero) { $0.addingClamped($1.reserved ?? .zero) }
        return try .json(
            VariantStockBody(
                variantId: id,
                sku: query.sku,
                name: first.decode("name"),
                unit: first.decode("base_unit"),
                onHand: onHand,
                reserved: isNow ? reserved : nil,
                available: isNow ? onHand.subtractingClamped(reserved) : nil,
                inTransit: transit?.warehouseOnHand ?? .zero,
                warehouses: warehouses,
                asOf: query.time.asOf,
                knownAt: knownAt
            )
        )
    }

    /// - Parameter places: In the order of their warehouses.
    private func warehouses(
        of places: [VariantStockRow],
        isNow: Bool
    ) -> [VariantStockBody.Warehouse] {
        OrderedDictionary(grouping: places, by: \.warehouse.id).values.compactMap { places in
            guard let first = places.first else { return nil }
            let reserved = isNow ? first.reserved : nil
            guard first.warehouseOnHand != .zero || reserved ?? .zero != .zero else { return nil }
            return VariantStockBody.Warehouse(
                warehouse: first.warehouse,
                onHand: first.warehouseOnHand,
                reserved: reserved,
                available: reserved.map { first.warehouseOnHand.subtractingClamped($0) },
                locations: places.filter { $0.onHand != .zero }
                    .map { .init(location: $0.place, lot: $0.lot, onHand: $0.onHand) }
            )
        }
    }
}
