import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Histories of every kind of posting, with lots, two warehouses, late facts and things undone, on the real
/// database: what is read at each step is what adding up comes to.
@Suite(.requiresPostgres)
struct AnyHistoryTests {
    private static let steps = 160
    /// Steps between two looks at everything.
    private static let stride = 8

    @Test(arguments: [3, 77, 2_024] as [UInt64])
    func `whatever is posted, every read is what it adds up to`(seed: UInt64) async throws {
        try await self.withGoods { ledger in
            var generator = SeededGenerator(seed: seed)
            var model = HistoryModel(places: Set(RandomPosting.places))
            var posted: Set<String> = []
            var refused = 0
            for step in 1...Self.steps {
                let posting = RandomPosting(after: model, using: &generator)
                if try await self.perform(posting, in: ledger, &model) {
                    posted.insert(posting.operation)
                } else {
                    refused += 1
                }
                guard step.isMultiple(of: Self.stride) else { continue }
                // The totals of months are behind at some steps, and not at others.
                if Bool.random(using: &generator) { #expect(try await ledger.audit() == []) }
                try await self.expectSame(model, in: ledger, using: &generator)
            }
            #expect(posted.count >= 8, "\(posted)")
            #expect((10...Self.steps / 2).contains(refused))
            try await self.expectSameBooks(ledger)
        }
    }

    private func withGoods(_ body: (LedgerBench) async throws -> Void) async throws {
        try await LedgerBench.with { ledger in
            for sku in RandomPosting.plain { try await ledger.variant(sku) }
            for lot in RandomPosting.lots {
                _ = try await ledger.lot(lot, of: RandomPosting.lotted, expires: "2031-01-01")
            }
            _ = try await ledger.succeed(
                "createLocation",
                #"{"code":"PAR","name":"Paris","kind":"warehouse"}"#
            )
            try await body(ledger)
        }
    }

    /// Whether it was accepted; what is refused changes nothing, as the next look shows.
    private func perform(
        _ posting: RandomPosting,
        in ledger: LedgerBench,
        _ model: inout HistoryModel
    ) async throws -> Bool {
        let response = await ledger.ask(posting.operation, posting.body, path: posting.path)
        #expect(response.status < 500)
        guard response.status < 300 else { return false }
        let answer = try MessageCoding.decode(JSONValue.self, from: response.body)
        switch posting.operation {
        case "createReservation", "releaseReservation": try model.record(reservation: answer)
        case "consumeReservation":
            try model.record(reservation: try #require(answer["reservation"]))
            try model.record(entry: try #require(answer["entry"]))
        default: try model.record(entry: answer)
        }
        return true
    }

    private func expectSame(
        _ model: HistoryModel,
        in ledger: LedgerBench,
        using generator: inout SeededGenerator
    ) async throws {
        let ago = RandomPosting.span * Double.random(in: 0...1, using: &generator)
        let asOf = Timestamp.now.advanced(by: .zero - ago)
        let knownAt = try #require(model.recordingTimes.randomElement(using: &generator))
        for sku in RandomPosting.skus {
            let now = try await ledger.succeed("getStock", path: ["sku": sku])
            #expect(try Self.places(now) == model.stock(of: sku))
            let reserved = model.reserved(of: sku)
            let onHand = model.stock(of: sku).values.reduce(.zero, +)
            #expect(now["onHand"]?.text == onHand.description)
            #expect(now["reserved"]?.text == reserved.description)
            #expect(now["available"]?.text == (onHand - reserved).description)
            for (asOf, knownAt) in [(asOf, nil), (nil, knownAt), (asOf, knownAt)] {
                let then = try await ledger.succeed(
                    "getStock",
                    path: ["sku": sku],
                    query: [
                        "asOf": asOf?.description, "knownAt": knownAt?.description,
                    ].compactMapValues { $0 }
                )
                let (read, folded) = (
                    try Self.places(then), model.stock(of: sku, asOf: asOf, knownAt: knownAt)
                )
                let times = "asOf \(asOf, default: "now"), knownAt \(knownAt, default: "now")"
                #expect(read == folded, "\(sku), \(times)")
            }
        }
        try await self.expectSameValue(model, in: ledger)
    }

    /// Layers, lines and the valuation of both clocks say the same, of as much as there is.
    private func expectSameValue(_ model: HistoryModel, in ledger: LedgerBench) async throws {
        try await ledger.cost()
        let worth = try await ledger.worth()
        #expect(worth[0] == worth[1])
        for query in [[:], ["asOf": Timestamp.now.description]] {
            let query = query.merging(["by": "variant"]) { first, _ in first }
            let groups = try await ledger.items("getValuation", query, limit: 3)
            let value = groups.compactMap { $0["value"]?.text.flatMap { CostValue($0) } }
                .reduce(.zero, +)
            #expect(value.description == worth[0])
            for group in groups {
                let sku = try #require(group["sku"]?.text)
                let onHand = model.stock(of: sku).values.reduce(.zero, +)
                #expect(group["quantity"]?.text == onHand.description)
            }
        }
        for sku in RandomPosting.skus { try await self.expectExplained(sku, in: ledger) }
    }

    /// What goods are worth has terms that add up to it, warehouse by warehouse.
    private func expectExplained(_ sku: String, in ledger: LedgerBench) async throws {
        for warehouse in [nil, "LDN", "PAR"] {
            var query = ["field": "value"]
            query["warehouse"] = warehouse
            let explained = try await ledger.succeed(
                "explainStock",
                path: ["sku": sku],
                query: query
            )
            var valued = ["by": "variant", "sku": sku]
            valued["location"] = warehouse
            let groups = try await ledger.items("getValuation", valued, limit: 3)
            #expect(explained["value"]?.text == groups.first?["value"]?.text ?? "0", "\(sku)")
            let terms = explained["terms"]?.elements ?? []
            let sum = try terms.map { try #require($0["quantity"]?.text.flatMap { CostValue($0) }) }
                .reduce(.zero, +)
            #expect(sum.description == explained["value"]?.text, "\(sku)")
            #expect(terms.allSatisfy { $0["costKind"] != nil && $0["account"] != nil })
        }
    }

    /// Everything that is kept beside the journal comes out of it again, to the last bit.
    private func expectSameBooks(_ ledger: LedgerBench) async throws {
        #expect(try await ledger.audit() == [])
        let costs = try await ledger.costHash()
        try await ledger.forgetCosts()
        try await ledger.cost(facts: 7)
        #expect(try await ledger.costHash() == costs)
        let stock = try await ledger.monthTotals()
        try await ledger.tamper(
            "TRUNCATE ledger.month_total",
            "UPDATE ledger.audit_position SET recorded_to = '-infinity'"
        )
        #expect(try await ledger.monthTotals() == [])
        #expect(try await ledger.audit() == [])
        #expect(try await ledger.monthTotals() == stock)
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

extension LedgerBench {
    fileprivate func monthTotals() async throws -> [String] {
        try await self.rows("SELECT month_total::text AS line FROM month_total ORDER BY 1")
            .map { try $0.decode("line") }
    }
}
