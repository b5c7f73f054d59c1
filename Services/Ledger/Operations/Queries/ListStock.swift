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

        var time: Timestamp?
        if let cursor {
            // Later pages show what the first one knew.
            let (knownAt, position) = try self.position(cursor)
            (time, query.after) = (knownAt, position)
        } else if let asked {
            time = min(asked, try await self.reader.horizon())
        }
        // Of a time that is given, promises and lots have to be taken back even where nothing has moved.
        let isPast = query.time.asOf != nil || time != nil
        let found =
            isPast && query.saysMoreThanMovements
            ? try await self.past(query, at: time)
            : try await self.read(query, at: time)
        let page = try found.rows.prefix(limit).map { try StockRow($0) }
        var next: String?
        if found.rows.count > limit, let last = page.last {
            next = try PageCursor(
                [
                    last.sku, last.variant.description, last.placeCode, last.lotCode,
                    found.knownAt.description,
                ],
                of: request
            ).text
        }
        let arrivals = query.showsReserved ? try await self.arrivals(of: page, in: found) : nil
        return try .json(
            StockPage(
                items: page.map { row in
                    let level = Availability.Key(variant: row.variant, warehouse: row.place)
                    return StockLevelBody(row, inTransit: arrivals.map { $0[level] ?? .zero })
                },
                next: next,
                asOf: query.time.asOf,
                knownAt: found.knownAt
            )
        )
    }

    /// The rows of a page, and of which time they are.
    private struct Found {
        let rows: Rows
        /// The times that they were read with: what is told beside them has to be read with the same.
        let time: StockTime
        let knownAt: Timestamp
    }

    /// What is on its way to warehouses, or was, at the time of the rows.
    private func arrivals(
        of page: [StockRow],
        in found: Found
    ) async throws -> [Availability.Key: Quantity] {
        guard !page.isEmpty else { return [:] }
        let variants = Array(Set(page.map(\.variant)))
        return try await self.road(of: variants, in: found).reduce(into: [:]) { arrivals, row in
            let key = Availability.Key(
                variant: try row.decode("variant"),
                warehouse: try row.decode("warehouse")
            )
            arrivals[key] = try row.decode("quantity", as: Quantity.self)
        }
    }

    /// What is on the road now is read after the rows, and taken back where something was recorded
    /// meanwhile.
    private func road(of variants: [ID<Variant>], in found: Found) async throws -> Rows {
        var time = found.time
        if time.isNow {
            let results = try await self.reader.database.read([
                Arrivals.all(of: variants, at: time), JournalStore.lastRecorded,
            ])
            let last: Timestamp? = try results[1][0].decode(0)
            guard (last ?? found.knownAt) > found.knownAt else { return results[0] }
            time.knownAt = found.knownAt
        }
        return try await self.reader.database.read(Arrivals.all(of: variants, at: time))
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

    /// The rows as they were known at a time, or at the last moment.
    private func read(_ query: StockQuery, at time: Timestamp?) async throws -> Found {
        if let now = try await self.present(query, at: time) { return now }
        guard let time else {
            return try await self.read(query, at: try await self.reader.horizon())
        }
        return try await self.past(query, at: time)
    }

    /// The rows as they were known at a time, or at the last moment, taken back from what is there now.
    ///
    /// Also where nothing has moved since: promises and lots may have changed.
    private func past(_ query: StockQuery, at asked: Timestamp?) async throws -> Found {
        let time = if let asked { asked } else { try await self.reader.horizon() }
        var past = query
        past.time.knownAt = time
        var rows = try await self.reader.database.read(past.statement(past.way))
        if rows.count < past.limit, let way = past.otherWay {
            rows = try await self.reader.database.read(past.statement(way))
        }
        return Found(rows: rows, time: past.time, knownAt: time)
    }

    /// What is there now, where nothing was recorded after `time` or the last moment: then it is what
    /// was known then.
    private func present(_ query: StockQuery, at time: Timestamp?) async throws -> Found? {
        let found = try await self.present(query, query.way, at: time)
        guard let rows = found?.rows, rows.count < query.limit, let way = query.otherWay else {
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
    ) async throws -> Found? {
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
        return Found(rows: rows, time: query.time, knownAt: horizon)
    }
}
