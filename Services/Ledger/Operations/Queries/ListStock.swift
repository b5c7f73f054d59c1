import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Lists stock by SKU, place and lot, now or as it was.
struct ListStock: Operation {
    static let id = "listStock"

    let horizon: Timestamp

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let limit = try request.query.limit()
        let asked = try request.query.timestamp("knownAt")
        let cursor = try PageCursor.read(request, keyCount: 5)
        var query = StockQuery(limit: limit + 1)
        query.grouping = try request.query.choice("by") ?? .warehouse
        query.includesZero = try request.query.flag("includeZero")
        query.time.asOf = try request.query.timestamp("asOf")
        try self.narrow(&query, by: request, in: transaction)
        query.showsReserved = query.showsReserved && query.time.asOf == nil && asked == nil

        var knownAt = min(asked ?? self.horizon, self.horizon)
        if let cursor {
            // Later pages show what the first one knew.
            (knownAt, query.after) = try self.position(cursor)
        }
        // Where nothing was recorded later, the present is what was known then.
        let isPast = try JournalStore.isAny(recordedAfter: knownAt, in: transaction)
        query.time.knownAt = isPast ? knownAt : nil
        if request.query["q"] != nil { transaction.planForValues() }
        let rows = try transaction.execute(query.statement).map { try StockRow($0) }
        let page = rows.prefix(limit)
        var next: String?
        if rows.count > limit, let last = page.last {
            next = try PageCursor(
                [
                    last.sku, last.variant.description, last.placeCode, last.lotCode,
                    knownAt.description,
                ],
                of: request
            ).text
        }
        return try .json(
            StockPage(
                items: page.map { StockLevelBody($0) },
                next: next,
                asOf: query.time.asOf,
                knownAt: knownAt
            )
        )
    }

    private func position(_ cursor: PageCursor) throws(Problem) -> (Timestamp, StockPosition) {
        (
            try cursor.key(4, Timestamp.init),
            StockPosition(
                sku: cursor.keys[0],
                variant: try cursor.key(1, ID<Variant>.init),
                place: cursor.keys[2],
                lot: cursor.keys[3]
            )
        )
    }

    private func narrow(
        _ query: inout StockQuery,
        by request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws {
        if let part = request.query["q"] {
            let pattern = SQL.pattern(containing: part)
            query.variants.append(
                """
                variant.sku COLLATE "default" ILIKE \(pattern) OR variant.name ILIKE \(pattern)
                """
            )
        }
        if let sku = try request.sku(in: transaction) {
            query.variants.append("variant.sku = \(sku)")
        }
        if let category = try request.query.id("category", of: Category.self) {
            query.variants.append(
                """
                variant.category = ANY (ARRAY(
                    SELECT id FROM category WHERE path @> ARRAY[\(category)] AND NOT is_deleted
                ))
                """
            )
        }
        query.showsReserved = query.grouping == .warehouse
        query.places.append("location.kind <> 'transit'")
        if let location = try request.location("location", in: transaction) {
            query.places.append("location.id = \(location)")
            query.showsReserved = false
        }
        if let root = try request.location("locationTree", in: transaction) {
            query.places.append("location.path @> ARRAY[\(root)]")
            let isWhole = try LocationStore.record(root, in: transaction)?.kind == .warehouse
            query.showsReserved = query.showsReserved && isWhole
        }
        if let warehouses = request.readableWarehouses {
            query.places.append("location.warehouse = ANY (\(Array(warehouses)))")
        }
    }
}
