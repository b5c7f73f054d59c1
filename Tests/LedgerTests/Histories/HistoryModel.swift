import Contracts
import Kernel
import Testing

@testable import Ledger

/// What a ledger must say of any two times, by nothing but adding up what it has answered.
struct HistoryModel {
    /// A movement as it was answered when it was posted.
    struct Fact {
        let sku: String
        let lot: String?
        let serial: String?
        let from: String
        let to: String
        let quantity: Quantity
        let effectiveAt: Timestamp
        let recordedAt: Timestamp
        /// The transfer order that it is part of.
        let order: String?
    }

    /// Where something is.
    struct Place: Hashable {
        let location: String
        let lot: String?
    }

    /// A lot by the goods that it is of.
    struct Lot: Hashable {
        let sku: String
        let code: String
    }

    /// What is between warehouses.
    static let road = "transit"

    /// Places that keep balances, by the warehouses that they are in.
    let places: [String: String]
    private(set) var facts: [Fact] = []
    /// Entries by their identifiers, but for counts and what undoes others.
    private(set) var entries: [String] = []
    /// Those that brought goods from suppliers.
    private(set) var receipts: [String] = []
    /// Landed costs, some of which are taken back.
    private(set) var landed: [String] = []
    /// Entries that took what was promised, with the reservations.
    private(set) var shipments: [String: String] = [:]
    /// Lots that are not released.
    var withheld: Set<Lot> = []
    private(set) var reservations: [String: Reservation] = [:]
    private(set) var orders: [String: Order] = [:]
    var sightings: [Sighting] = []
    /// What became of promises and of lots, in that order.
    var promiseChanges: [PromiseChange] = []
    var lotChanges: [LotChange] = []

    /// - Parameter places: Each with the code of its warehouse.
    init(places: [String: String]) {
        self.places = places
    }

    /// When each entry, each change of a promise and each of a lot was recorded.
    var recordingTimes: [Timestamp] {
        self.facts.map(\.recordedAt) + self.promiseChanges.map(\.recordedAt)
            + self.lotChanges.map(\.recordedAt)
    }

    mutating func record(entry: JSONValue) throws {
        let id = try #require(entry["id"]?.text)
        let effectiveAt = try #require(entry["effectiveAt"]?.text.flatMap { Timestamp($0) })
        let recordedAt = try #require(entry["recordedAt"]?.text.flatMap { Timestamp($0) })
        for movement in entry["movements"]?.elements ?? [] {
            self.facts.append(
                Fact(
                    sku: try #require(movement["sku"]?.text),
                    lot: movement["lot"]?["code"]?.text,
                    serial: movement["serials"]?.elements.first?.text,
                    from: try #require(movement["from"]?["code"]?.text),
                    to: try #require(movement["to"]?["code"]?.text),
                    quantity: try #require(movement["quantity"]?.text.flatMap { Quantity($0) }),
                    effectiveAt: effectiveAt,
                    recordedAt: recordedAt,
                    order: entry["transferOrderId"]?.text
                )
            )
        }
        switch entry["kind"]?.text {
        case "count", "reverse": return
        case "receive": self.receipts.append(id)
        case "ship": self.shipments[id] = entry["reservationId"]?.text
        default: break
        }
        self.entries.append(id)
    }

    mutating func record(landed order: JSONValue) throws {
        self.landed.append(try #require(order["id"]?.text))
    }

    mutating func record(reservation: JSONValue) throws {
        let id = try #require(reservation["id"]?.text)
        self.reservations[id] = try Reservation(reservation)
    }

    mutating func record(order: JSONValue) throws {
        let id = try #require(order["id"]?.text)
        self.orders[id] = try Order(order)
    }

    /// What moved, as far as it had happened by one time and was recorded by another.
    func facts(asOf: Timestamp?, knownAt: Timestamp?) -> [Fact] {
        self.facts.filter { fact in
            if let asOf, fact.effectiveAt > asOf { return false }
            if let knownAt, fact.recordedAt > knownAt { return false }
            return true
        }
    }

    /// What is where of a variant, as far as it had happened by one time and was recorded by another,
    /// virtual places included.
    func everything(
        of sku: String,
        asOf: Timestamp? = nil,
        knownAt: Timestamp? = nil
    ) -> [Place: Quantity] {
        var stock: [Place: Quantity] = [:]
        for fact in self.facts(asOf: asOf, knownAt: knownAt) where fact.sku == sku {
            stock[Place(location: fact.to, lot: fact.lot), default: .zero] += fact.quantity
            stock[Place(location: fact.from, lot: fact.lot), default: .zero] -= fact.quantity
        }
        return stock.filter { $0.value != .zero }
    }

    /// The same of the places of warehouses.
    func stock(
        of sku: String,
        asOf: Timestamp? = nil,
        knownAt: Timestamp? = nil
    ) -> [Place: Quantity] {
        self.everything(of: sku, asOf: asOf, knownAt: knownAt)
            .filter { self.places[$0.key.location] != nil }
    }

    /// Where each unit of a variant is that was ever anywhere.
    func units(of sku: String) -> [String: String] {
        self.facts.reduce(into: [:]) { units, fact in
            guard fact.sku == sku, let serial = fact.serial else { return }
            units[serial] = fact.to
        }
    }
}
