import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Which variants and places a list of stock is asked for.
struct StockFilter: Sendable {
    /// What SKU or name must contain.
    let part: String?
    private let category: ID<Contracts.Category>?
    private let warehouses: Set<ID<Location>>?
    private let names: Names

    /// What the request calls by name, looked up.
    private struct Names: Sendable {
        var sku: String?
        var location: ID<Location>?
        var root: ID<Location>?
        /// Whether the root is a warehouse.
        var isWarehouse = false
    }

    /// - Throws: 422 for a name of nothing.
    init(_ request: OperationRequest, in database: PostgresPool) async throws {
        self.part = request.query["q"]
        self.category = try request.query.id("category")
        self.warehouses = request.readableWarehouses
        let parameters = ["sku", "location", "locationTree"]
        guard parameters.contains(where: { request.query[$0] != nil }) else {
            self.names = Names()
            return
        }
        self.names = try await database.withTransaction(.readOnly) { transaction in
            var names = Names()
            names.sku = try request.sku(in: transaction)
            names.location = try request.location("location", in: transaction)
            names.root = try request.location("locationTree", in: transaction)
            names.isWarehouse =
                try names.root.map { root in
                    try LocationStore.record(root, in: transaction)?.kind == .warehouse
                } ?? false
            return names
        }
    }

    /// Has a query list only what was asked for.
    func narrow(_ query: inout StockQuery) {
        if let part = self.part { query.variants += Self.conditions(onPart: part) }
        if let sku = self.names.sku {
            query.variants.append("variant.sku = \(sku)")
            query.isNarrow = true
        }
        query.category = self.category
        query.showsReserved = query.grouping == .warehouse
        query.places.append("location.kind <> 'transit'")
        if let location = self.names.location {
            query.places.append("location.id = \(location)")
            query.showsReserved = false
            query.holders.append(.holders(in: "location.id = \(location)"))
        }
        if let root = self.names.root {
            // A place never leaves its warehouse.
            if self.names.isWarehouse {
                query.places.append("location.warehouse = \(root)")
            } else {
                query.root = root
            }
            query.showsReserved = query.showsReserved && self.names.isWarehouse
            // Below a warehouse, what is owed at one place and is at another has to be found as well.
            query.holders.append(
                query.showsReserved
                    ? .holders(inWarehouse: root) : .holders(in: "location.path @> ARRAY[\(root)]")
            )
        }
        if let warehouses = self.warehouses {
            query.places.append("location.warehouse = ANY (\(Array(warehouses)))")
        }
    }

    /// Compares what is folded already; only a line break cannot be compared there, because it
    /// stands between SKU and name.
    private static func conditions(onPart part: String) -> [SQL] {
        let pattern = SQL.pattern(containing: part)
        let folded: SQL = "variant.folded LIKE (SELECT lower(\(pattern)))"
        guard part.utf8.contains(UInt8(ascii: "\n")) else { return [folded] }
        let exact: SQL =
            """
            variant.sku COLLATE "default" ILIKE \(pattern) OR variant.name ILIKE \(pattern)
            """
        return [folded, exact]
    }
}
