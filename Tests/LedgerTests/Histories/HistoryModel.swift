import Contracts
import Kernel
import Testing

@testable import Ledger

/// What a ledger must say of any two times, by nothing but adding up what it has answered.
struct HistoryModel {
    /// A movement as it was answered when it was posted.
    private struct Fact {
        let sku: String
        let lot: String?
        let from: String
        let to: String
        let quantity: Quantity
        let effectiveAt: Timestamp
        let recordedAt: Timestamp
    }

    /// Where something is.
    struct Place: Hashable {
        let location: String
        let lot: String?
    }

    /// Places that keep balances.
    let places: Set<String>
    private var facts: [Fact] = []
    private var promised: [String: [String: Quantity]] = [:]
    /// Entries by their identifiers; a shipment is not among them, since undoing it promises again.
    private(set) var entries: [String] = []
    /// Reservations with something open.
    var pending: [String] { self.promised.keys.sorted() }

    init(places: Set<String>) {
        self.places = places
    }

    /// When each entry was recorded, in that order.
    var recordingTimes: [Timestamp] { self.facts.map(\.recordedAt) }

    mutating func record(entry: JSONValue) throws {
        let effectiveAt = try #require(entry["effectiveAt"]?.text.flatMap { Timestamp($0) })
        let recordedAt = try #require(entry["recordedAt"]?.text.flatMap { Timestamp($0) })
        for movement in entry["movements"]?.elements ?? [] {
            self.facts.append(
                Fact(
                    sku: try #require(movement["sku"]?.text),
                    lot: movement["lot"]?["code"]?.text,
                    from: try #require(movement["from"]?["code"]?.text),
                    to: try #require(movement["to"]?["code"]?.text),
                    quantity: try #require(movement["quantity"]?.text.flatMap { Quantity($0) }),
                    effectiveAt: effectiveAt,
                    recordedAt: recordedAt
                )
            )
        }
        if entry["kind"]?.text != "ship" { self.entries.append(try #require(entry["id"]?.text)) }
    }

    mutating func record(reservation: JSONValue) throws {
        let id = try #require(reservation["id"]?.text)
        var open: [String: Quantity] = [:]
        if reservation["state"]?.text == "pending" {
            for line in reservation["lines"]?.elements ?? [] {
                let sku = try #require(line["sku"]?.text)
                let left = try #require(line["open"]?.text.flatMap { Quantity($0) })
                open[sku, default: .zero] += left
            }
        }
        self.promised[id] = open.isEmpty ? nil : open
    }

    func reserved(of sku: String) -> Quantity {
        self.promised.values.reduce(.zero) { $0 + ($1[sku] ?? .zero) }
    }

    /// What is where of a variant, as far as it had happened by one time and was recorded by another.
    func stock(
        of sku: String,
        asOf: Timestamp? = nil,
        knownAt: Timestamp? = nil
    ) -> [Place: Quantity] {
        var stock: [Place: Quantity] = [:]
        for fact in self.facts where fact.sku == sku {
            if let asOf, fact.effectiveAt > asOf { continue }
            if let knownAt, fact.recordedAt > knownAt { continue }
            stock[Place(location: fact.to, lot: fact.lot), default: .zero] += fact.quantity
            stock[Place(location: fact.from, lot: fact.lot), default: .zero] -= fact.quantity
        }
        // Whatever came from somewhere went somewhere.
        #expect(stock.values.reduce(.zero, +) == .zero)
        return stock.filter { self.places.contains($0.key.location) && $0.value != .zero }
    }
}
