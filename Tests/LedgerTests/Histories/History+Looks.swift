import Contracts
import Kernel
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// What is read has to be what the model adds up.
extension History {
    /// Compares what is there now of a variant, in every figure.
    func expectPresent(of sku: String) async throws {
        var answer: JSONValue?
        let called = Timestamp.now
        // What was recorded in this very microsecond is told as of a moment before.
        try await eventually("the present is told") {
            answer = try await self.ledger.succeed("getStock", path: ["sku": sku])
            let knownAt = answer?["knownAt"]?.text.flatMap { Timestamp($0) }
            return knownAt.map { $0 >= called } ?? false
        }
        let now = try #require(answer)
        #expect(try Self.places(now) == self.model.stock(of: sku), "\(sku)")
        var sum = HistoryModel.Figures()
        for code in self.model.warehouses {
            let figures = self.model.figures(of: sku, in: code)
            let told = now["warehouses"]?.elements.first {
                $0["warehouse"]?["code"]?.text == code
            }
            if let told {
                #expect(HistoryModel.Told(told) == HistoryModel.Told(figures), "\(sku) \(code)")
            } else {
                #expect(figures == HistoryModel.Figures(), "\(sku) \(code)")
            }
            sum.onHand += figures.onHand
            sum.reserved += figures.reserved
            sum.withheld += figures.withheld
            sum.inTransit += figures.inTransit
        }
        #expect(HistoryModel.Told(now) == HistoryModel.Told(sum), "\(sku)")
    }

    /// Compares what was there of every variant at a time, as it was known at another.
    func expectPast(asOf: Timestamp?, knownAt: Timestamp?) async throws {
        for sku in RandomPosting.skus {
            try await self.expectPast(of: sku, asOf: asOf, knownAt: knownAt)
        }
        try await self.expectLevels(asOf: asOf, knownAt: knownAt)
        try await self.expectWarehouses(asOf: asOf, knownAt: knownAt)
    }

    /// Compares what was there of one variant, on the road and promised.
    func expectPast(of sku: String, asOf: Timestamp?, knownAt: Timestamp?) async throws {
        let then = try await self.ledger.succeed(
            "getStock",
            path: ["sku": sku],
            query: Self.query(asOf: asOf, knownAt: knownAt)
        )
        let times = "asOf \(asOf, default: "now"), knownAt \(knownAt, default: "now")"
        let folded = self.model.everything(of: sku, asOf: asOf, knownAt: knownAt)
        let stock = folded.filter { self.model.places[$0.key.location] != nil }
        let road = folded.filter { $0.key.location == HistoryModel.road }
        #expect(try Self.places(then) == stock, "\(sku), \(times)")
        let sum = road.values.reduce(.zero, +)
        #expect(then["inTransit"]?.text == sum.description, "\(sku), \(times)")
        self.expectPromises(of: sku, in: then, asOf: asOf, knownAt: knownAt)
    }

    /// Compares the list of what was in each place, by lots.
    func expectLevels(asOf: Timestamp?, knownAt: Timestamp?) async throws {
        var all: [Level: Quantity] = [:]
        for sku in RandomPosting.skus {
            let stock = self.model.stock(of: sku, asOf: asOf, knownAt: knownAt)
            for (place, quantity) in stock { all[Level(sku: sku, place: place)] = quantity }
        }
        let query = Self.query(asOf: asOf, knownAt: knownAt)
        let listed = try await self.ledger.items(
            "listStock",
            query.merging(["by": "lot"]) { first, _ in first },
            limit: 4
        )
        #expect(try Level.all(listed) == all, "\(query)")
    }

    /// Compares what had moved by a time, as it was known at another.
    func expectMovements(asOf: Timestamp?, knownAt: Timestamp?) async throws {
        let query = Self.query(asOf: asOf, knownAt: knownAt)
        let listed = try await self.ledger.items("listMovements", query, limit: 50)
        let facts = self.model.facts(asOf: asOf, knownAt: knownAt)
        let told = listed.map { [$0["sku"]?.text, $0["quantity"]?.text, $0["recordedAt"]?.text] }
        let expected = facts.map {
            [$0.sku, $0.quantity.description, $0.recordedAt.description] as [String?]
        }
        #expect(listed.count == facts.count, "\(query)")
        #expect(Set(told) == Set(expected), "\(query)")
    }

    /// How a request asks for the past.
    static func query(asOf: Timestamp?, knownAt: Timestamp?) -> [String: String] {
        ["asOf": asOf?.description, "knownAt": knownAt?.description].compactMapValues { $0 }
    }

    /// Compares the list of what warehouses have, with promises and arrivals.
    func expectWarehouses() async throws {
        let listed = try await self.ledger.items("listStock", ["by": "warehouse"], limit: 3)
        for sku in RandomPosting.skus {
            for code in self.model.warehouses {
                let figures = self.model.figures(of: sku, in: code)
                let row = listed.first {
                    $0["sku"]?.text == sku && $0["location"]?["code"]?.text == code
                }
                if let row {
                    #expect(HistoryModel.Told(row) == HistoryModel.Told(figures), "\(sku) \(code)")
                } else {
                    #expect(figures.onHand == .zero && figures.reserved == .zero, "\(sku) \(code)")
                }
            }
        }
    }

    /// Each unit is where it went last.
    func expectUnits() async throws {
        let listed = try await self.ledger.items(
            "listSerials",
            ["sku": RandomPosting.numbered],
            limit: 7
        )
        let places = listed.map { [$0["serial"]?.text, $0["location"]?["code"]?.text] }
        let expected = self.model.units(of: RandomPosting.numbered).map { [$0.key, $0.value] }
        #expect(Set(places) == Set(expected))
    }

    /// The book of the time when something was counted says what was seen, whatever came later.
    func expectSightings() {
        for sighting in self.model.sightings {
            let stock = self.model.stock(of: sighting.sku, asOf: sighting.observedAt)
            #expect(stock[sighting.place] ?? .zero == sighting.seen, "\(sighting)")
        }
    }

    /// What was sealed of a period is what it comes to for ever.
    func expectSealed() async throws {
        for period in self.periods where period.isSealed {
            let page = try await self.ledger.succeed(
                "listPeriodBalances",
                path: ["periodId": period.id],
                query: ["limit": "500"]
            )
            var expected: [Level: Quantity] = [:]
            let end = period.until.advanced(by: .microseconds(-1))
            for sku in RandomPosting.skus {
                for (place, quantity) in self.model.everything(of: sku, asOf: end)
                where self.model.places[place.location] != nil
                    || place.location == HistoryModel.road
                { expected[Level(sku: sku, place: place)] = quantity }
            }
            #expect(try Level.all(page.items) == expected)
        }
    }

    /// What an answer says is where.
    private static func places(_ stock: JSONValue) throws -> [HistoryModel.Place: Quantity] {
        var places: [HistoryModel.Place: Quantity] = [:]
        for warehouse in stock["warehouses"]?.elements ?? [] {
            for place in warehouse["locations"]?.elements ?? [] {
                let key = HistoryModel.Place(
                    location: try #require(place["location"]?["code"]?.text),
                    lot: place["lot"]?["code"]?.text
                )
                places[key] = try #require(place["onHand"]?.text.flatMap { Quantity($0) })
            }
        }
        return places.filter { $0.value != .zero }
    }
}

/// Goods at a place, as lists tell them.
struct Level: Hashable {
    let sku: String
    let place: HistoryModel.Place

    static func all(_ rows: [JSONValue]) throws -> [Level: Quantity] {
        var levels: [Level: Quantity] = [:]
        for row in rows {
            let place = HistoryModel.Place(
                location: try #require(row["location"]?["code"]?.text),
                lot: row["lot"]?["code"]?.text
            )
            let level = Level(sku: try #require(row["sku"]?.text), place: place)
            #expect(levels[level] == nil)
            levels[level] = try #require(row["onHand"]?.text.flatMap { Quantity($0) })
        }
        return levels
    }
}

extension HistoryModel {
    /// Figures as answers tell them.
    struct Told: Equatable {
        let figures: [String?]

        init(_ answer: JSONValue) {
            self.figures = ["onHand", "reserved", "withheld", "available", "inTransit"]
                .map { answer[$0]?.text }
        }

        init(_ figures: Figures) {
            self.figures = [
                figures.onHand, figures.reserved, figures.withheld, figures.available,
                figures.inTransit,
            ].map(\.description)
        }
    }
}
