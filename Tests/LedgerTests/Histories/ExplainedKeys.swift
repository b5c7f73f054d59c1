import Contracts
import Kernel
import LedgerDomain
import Messaging
import TestSupport
import Testing

@testable import Ledger

/// A figure of a variant at some place, of some lot and of some times.
struct ExplainedKey: Hashable {
    let sku: String
    let field: ExplainedField
    let place: Place
    let lot: String?
    let asOf: Timestamp?
    let knownAt: Timestamp?

    /// What is asked for.
    enum Place: Hashable {
        case everywhere
        case warehouse(String)
        case exactly(String)
        case below(String)
    }

    /// The parameters of the two clocks.
    var times: [String: String] {
        ["asOf": self.asOf?.description, "knownAt": self.knownAt?.description]
            .compactMapValues { $0 }
    }

    /// Whether only places within a warehouse are asked for.
    var isOfPart: Bool {
        switch self.place {
        case .everywhere, .warehouse: false
        case .exactly: true
        case .below(let code): !Self.warehouses.contains(code)
        }
    }

    private static let warehouses = ["LDN", "PAR"]

    /// The parameters of the question.
    var query: [String: String] {
        var query = self.times
        query["lot"] = self.lot
        switch self.place {
        case .everywhere: break
        case .warehouse(let code): query["warehouse"] = code
        case .exactly(let code): query["location"] = code
        case .below(let code): query["locationTree"] = code
        }
        return query
    }

    /// Any of the figures that are known.
    static func any(
        _ clocks: [(asOf: Timestamp?, knownAt: Timestamp?)],
        _ places: [String],
        using generator: inout SeededGenerator
    ) throws -> ExplainedKey {
        let fields = ExplainedField.allCases + [.onHand, .onHand]
        let field = try #require(fields.randomElement(using: &generator))
        // Only goods in lots are ever withheld.
        let skus = field == .withheld ? [RandomPosting.lotted] : RandomPosting.skus
        let sku = try #require(skus.randomElement(using: &generator))
        let clock = try #require(clocks.randomElement(using: &generator))
        let isLotted = sku == RandomPosting.lotted && Bool.random(using: &generator)
        let lots = RandomPosting.lots.keys.sorted()
        return ExplainedKey(
            sku: sku,
            field: field,
            place: try .any(of: field, places, using: &generator),
            lot: field.isOfLots && isLotted ? lots.randomElement(using: &generator) : nil,
            asOf: clock.asOf,
            knownAt: clock.knownAt
        )
    }
}

extension ExplainedKey.Place {
    fileprivate static func any(
        of field: ExplainedField,
        _ places: [String],
        using generator: inout SeededGenerator
    ) throws -> Self {
        let warehouse = Bool.random(using: &generator) ? "LDN" : "PAR"
        let place = try #require(places.randomElement(using: &generator))
        return switch Int.random(in: 0..<10, using: &generator) {
        case 0: .everywhere
        case 1: .below(warehouse)
        case 2..<6 where field.isOfPlaces: .exactly(place)
        case 6..<9 where field.isOfPlaces: .below(place)
        default: .warehouse(warehouse)
        }
    }
}

/// What other operations say of the same figures.
struct ToldFigures {
    private let ledger: LedgerBench
    private var stock: [[String: String]: JSONValue] = [:]
    private var lists: [[String: String]: [JSONValue]] = [:]
    private var sums: [[String: String]: UnitCostSums] = [:]

    init(on ledger: LedgerBench) {
        self.ledger = ledger
    }

    /// The figure as `GET /v1/stock` or `GET /v1/valuation` tells it; `nil` for the cost of what is not there.
    mutating func value(of key: ExplainedKey) async throws -> String? {
        switch key.field {
        case .onHand: try await self.listed(key)
        case .available, .reserved, .withheld, .inTransit: try await self.shown(key)
        case .value: try await self.valued(key).value.description
        case .unitCost: try await self.valued(key).average
        }
    }

    /// By the list of stock, place by place and lot by lot.
    private mutating func listed(_ key: ExplainedKey) async throws -> String {
        var query = key.times.merging(["sku": key.sku, "by": "lot"]) { $1 }
        switch key.place {
        case .everywhere: break
        case .warehouse(let code), .below(let code): query["locationTree"] = code
        case .exactly(let code): query["location"] = code
        }
        let known = self.lists[query]
        let rows =
            if let known {
                known
            } else {
                try await self.ledger.items("listStock", query, limit: 100)
            }
        self.lists[query] = rows
        return try rows.filter { key.lot == nil || $0["lot"]?["code"]?.text == key.lot }
            .map { try #require($0["onHand"]?.text.flatMap { Quantity($0) }) }
            .reduce(.zero, +).description
    }

    /// By the stock of the SKU, in all or in one warehouse.
    private mutating func shown(_ key: ExplainedKey) async throws -> String {
        let query = key.times.merging(["sku": key.sku]) { $1 }
        let known = self.stock[query]
        let stock =
            if let known {
                known
            } else {
                try await self.ledger.succeed(
                    "getStock",
                    path: ["sku": key.sku],
                    query: key.times
                )
            }
        self.stock[query] = stock
        let shown = stock["warehouses"]?.elements.first {
            $0["warehouse"]?["code"]?.text == key.warehouse
        }
        let name = key.field == .inTransit ? "inTransit" : key.field.rawValue
        guard key.field != .inTransit || key.warehouse != nil else {
            // What is on the road in all, whoever it is for.
            return try #require(stock["inTransit"]?.text)
        }
        return try key.warehouse == nil
            ? #require(stock[name]?.text) : shown?[name]?.text ?? "0"
    }

    /// By the valuation, in all warehouses, in one or at places of one.
    mutating func valued(_ key: ExplainedKey) async throws -> UnitCostSums {
        let query = key.query.merging(["sku": key.sku]) { $1 }
        if let known = self.sums[query] { return known }
        let sums =
            key.isOfPart
            ? try await self.ledger.valued(key.sku, atPlaces: key.query)
            : try await self.ledger.valued(key.sku, in: key.warehouse, at: key.times)
        self.sums[query] = sums
        return sums
    }
}

extension ExplainedKey {
    /// The warehouse that is asked for.
    fileprivate var warehouse: String? {
        switch self.place {
        case .everywhere, .exactly: nil
        case .warehouse(let code), .below(let code): code
        }
    }
}
