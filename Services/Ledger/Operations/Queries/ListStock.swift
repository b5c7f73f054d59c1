import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Lists stock by SKU, place and lot, now or as it was.
struct ListStock: OperationHandler {
    static let id = "listStock"

    let reader: JournalReader
    private let sample: VariantSample

    init(reader: JournalReader) {
        self.reader = reader
        self.sample = VariantSample(database: reader.database)
    }

    func respond(to request: OperationRequest) async -> OperationResponse {
        do {
            return try await self.page(request)
        } catch {
            return .failure(error, of: request)
        }
    }

    private func page(_ request: OperationRequest) async throws -> OperationResponse {
        let limit = try request.query.limit()
        let asked = try request.query.timestamp("knownAt")
        let cursor = try PageCursor.read(request, keyCount: 5)
        var query = StockQuery(limit: limit + 1)
        query.grouping = try request.query.choice("by") ?? .warehouse
        query.includesZero = try request.query.flag("includeZero")
        query.time.asOf = try request.query.timestamp("asOf")
        let filter = try await StockFilter(request, in: self.reader.database)
        filter.narrow(&query)
        query.frequency = try await self.sample.frequency(of: filter.part)
        let isPast = query.time.asOf != nil || asked != nil

        var time: Timestamp?
        if let cursor {
            // Later pages show what the first one knew.
            let (knownAt, position) = try self.position(cursor)
            (time, query.after) = (knownAt, position)
        } else if let asked {
            time = min(asked, try await self.reader.horizon())
        }
        let (rows, knownAt) =
            isPast && query.showsReserved
            ? try await self.past(query, at: time)
            : try await self.read(query, at: time)
        let page = try rows.prefix(limit).map { try StockRow($0) }
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
        let arrivals = query.showsReserved && !isPast ? try await self.arrivals(of: page) : nil
        return try .json(
            StockPage(
                items: page.map { row in
                    let level = Availability.Key(variant: row.variant, warehouse: row.place)
                    return StockLevelBody(
                        row,
                        inTransit: arrivals.map { $0[level] ?? .zero },
                        isPast: isPast
                    )
                },
                next: next,
                asOf: query.time.asOf,
                knownAt: knownAt
            )
        )
    }

    /// What is on its way to warehouses; nobody remembers what was.
    private func arrivals(of page: [StockRow]) async throws -> [Availability.Key: Quantity] {
        guard !page.isEmpty else { return [:] }
        let rows = try await self.reader.database.read(Arrivals.all(of: page.map(\.variant)))
        return try rows.reduce(into: [:]) { arrivals, row in
            let key = Availability.Key(
                variant: try row.decode("variant"),
                warehouse: try row.decode("warehouse")
            )
            arrivals[key] = try row.decode("quantity", as: Quantity.self)
        }
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

    /// The rows as they were known at a time, or at the last moment, and when that was.
    private func read(
        _ query: StockQuery,
        at time: Timestamp?
    ) async throws -> (Rows, knownAt: Timestamp) {
        if let now = try await self.present(query, at: time) { return now }
        guard let time else {
            return try await self.read(query, at: try await self.reader.horizon())
        }
        return try await self.past(query, at: time)
    }

    /// The rows as they were known at a time, or at the last moment, taken back from what is there now.
    ///
    /// Also where nothing has moved since: promises and lots may have changed.
    private func past(
        _ query: StockQuery,
        at asked: Timestamp?
    ) async throws -> (Rows, knownAt: Timestamp) {
        let time = if let asked { asked } else { try await self.reader.horizon() }
        var past = query
        past.time.knownAt = time
        let rows = try await self.reader.database.read(past.statement(past.way))
        guard rows.count < past.limit, let way = past.otherWay else { return (rows, time) }
        return (try await self.reader.database.read(past.statement(way)), time)
    }

    /// What is there now, where nothing was recorded after `time` or the last moment: then it is what
    /// was known then.
    private func present(
        _ query: StockQuery,
        at time: Timestamp?
    ) async throws -> (Rows, knownAt: Timestamp)? {
        let found = try await self.present(query, query.way, at: time)
        guard let (rows, _) = found, rows.count < query.limit, let way = query.otherWay else {
            return found
        }
        return try await self.present(query, way, at: time)
    }

    /// Whether something was recorded is read with the page or later: what is not seen then was not
    /// seen before.
    private func present(
        _ query: StockQuery,
        _ way: StockQuery.Way,
        at time: Timestamp?
    ) async throws -> (Rows, knownAt: Timestamp)? {
        let statement = query.statement(way)
        let (rows, horizon) =
            if let time {
                (try await self.reader.database.read(statement), time)
            } else {
                try await self.reader.read(statement)
            }
        let last: Timestamp? =
            if let first = rows.first {
                try first.decode(StockRow.lastRecorded)
            } else {
                try await self.reader.database.read(query.lastRecorded)[0].decode(0)
            }
        if let last, last > horizon { return nil }
        return (rows, horizon)
    }
}
