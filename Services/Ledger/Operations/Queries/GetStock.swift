import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Reads the stock of one SKU: in all, per warehouse, and per location and lot.
struct GetStock: OperationHandler {
    static let id = "getStock"

    let reader: JournalReader
    private let desk: StockDesk

    /// Places of one warehouse that are listed.
    private static let maximumPlaces = 500
    /// How often a variant that moves is looked at until it stands still between two moments.
    private static let attempts = 3

    init(reader: JournalReader) {
        self.reader = reader
        self.desk = StockDesk(reader: reader)
    }

    func respond(to request: OperationRequest) async -> OperationResponse {
        do {
            return try await self.stock(request)
        } catch {
            return .failure(error, of: request)
        }
    }

    private func stock(_ request: OperationRequest) async throws -> OperationResponse {
        let sku = request.path["sku"] ?? ""
        let warehouses = request.readableWarehouses
        var query = VariantStockQuery(
            sku: sku,
            warehouses: warehouses,
            maximumPlaces: Self.maximumPlaces
        )
        query.time.asOf = try request.query.timestamp("asOf")
        if let asked = try request.query.timestamp("knownAt") {
            return try await self.past(query, at: min(asked, try await self.reader.horizon()))
        }
        guard query.time.asOf == nil else {
            return try await self.past(query, at: try await self.reader.horizon())
        }
        switch try await self.desk.look(at: sku) {
        case .unknown:
            throw Self.notFound(sku)
        case .seen(let rows, let knownAt):
            let stock = try VariantStock(rows, in: warehouses, hasTotals: false)
            return try .json(VariantStockBody(stock, knownAt: knownAt))
        case .unsettled:
            return try await self.present(query)
        }
    }

    /// The stock of now, which is that of a horizon where the variant did not move since.
    private func present(_ query: VariantStockQuery) async throws -> OperationResponse {
        var query = query
        var horizon = try await self.reader.horizon()
        for _ in 0..<Self.attempts {
            query.horizon = horizon
            let rows = try await self.reader.database.read(query.statement)
            let isLate: Bool? = try rows.first?.decode(VariantStock.Column.recorded)
            guard isLate == true else {
                return try Self.answer(rows, query, knownAt: horizon)
            }
            let next = try await self.reader.horizon()
            guard next > horizon else { break }
            horizon = next
        }
        query.horizon = nil
        return try await self.past(query, at: horizon)
    }

    /// The stock of a time, with what was promised and withheld then.
    private func past(
        _ query: VariantStockQuery,
        at knownAt: Timestamp
    ) async throws -> OperationResponse {
        var query = query
        query.time.knownAt = knownAt
        let rows = try await self.reader.database.read(query.statement)
        return try Self.answer(rows, query, knownAt: knownAt)
    }

    private static func answer(
        _ rows: Rows,
        _ query: VariantStockQuery,
        knownAt: Timestamp
    ) throws -> OperationResponse {
        guard let first = rows.first else { throw Self.notFound(query.sku) }
        let isPast = !query.time.isNow
        return try .json(
            VariantStockBody(
                try VariantStock(rows, in: query.warehouses, hasTotals: true),
                asOf: query.time.asOf,
                knownAt: knownAt,
                showsReserved: try !isPast || first.decode("has_promises")
            )
        )
    }

    private static func notFound(_ sku: String) -> Problem {
        .notFound("There is no variant \(sku).")
    }
}
