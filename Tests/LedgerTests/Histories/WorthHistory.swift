import Contracts
import Kernel
import LedgerDomain
import Messaging
import TestSupport
import Testing

@testable import Ledger

/// A history of goods that are bought, sold, sent back, lost, moved and taken back, with what they are
/// worth by the plainest rules beside it.
struct WorthHistory {
    let ledger: LedgerBench
    var generator: SeededGenerator
    private(set) var worth = NaiveWorth([
        "FIFO": .fifo, "AVERAGE": .average, "DECREED": .standard(7_500_000),
    ])
    private(set) var accepted: [String: Int] = [:]
    /// What was sold, sent back or lost and is still gone, by entries.
    private var gone: [(entry: String, pool: NaiveWorth.Pool, layers: [NaiveWorth.Layer])] = []

    init(of seed: UInt64, on ledger: LedgerBench) {
        self.ledger = ledger
        self.generator = SeededGenerator(seed: seed)
    }

    func begin() async throws {
        for sku in self.worth.methods.keys.sorted() { try await self.ledger.variant(sku) }
        _ = try await self.ledger.succeed(
            "createLocation",
            #"{"code":"PAR","name":"Paris","kind":"warehouse"}"#
        )
        for policy in [
            RandomPosting.policy(of: "FIFO", .fifo),
            RandomPosting.policy(of: "DECREED", .standard, at: "7.5"),
        ] { _ = try await self.ledger.succeed(policy.operation, policy.body) }
    }

    /// Does one thing; what there is not enough for is refused.
    mutating func step() async throws {
        let skus = self.worth.methods.keys.sorted()
        let sku = try #require(skus.randomElement(using: &self.generator))
        let place = RandomPosting.ground(using: &self.generator)
        let line =
            #""sku":"\#(sku)","quantity":"\#(RandomPosting.quantity(using: &self.generator))""#
        let time = RandomPosting.time(using: &self.generator)
        let about = #""location":"\#(place)""#
        switch Int.random(in: 0..<14, using: &self.generator) {
        case 0..<5:
            let cost = "\(Int.random(in: 1...20, using: &self.generator)).37"
            let price = #","unitCost":{"amount":"\#(cost)","currency":"EUR"}"#
            // A digit more, so that there is enough for what leaves.
            let bought = line.replacing(#""quantity":""#, with: #""quantity":"1"#)
            try await self.perform(
                "postReceipt",
                #"{\#(about),"lines":[{\#(bought)\#(price)}]\#(time)}"#
            )
        case 5..<7:
            // In turn, so that few steps have enough of both.
            let (sold, back) = (
                self.accepted["postSale"] ?? 0, self.accepted["postSupplierReturn"] ?? 0
            )
            let isBack = back < sold
            try await self.perform(
                isBack ? "postSupplierReturn" : "postSale",
                #"{\#(about),"lines":[{\#(line)}]\#(time)}"#
            )
        case 7..<9:
            let lost = line.replacing(#""quantity":""#, with: #""quantity":"-"#)
            try await self.perform(
                "postAdjustment",
                #"{\#(about),"reason":"lost","lines":[{\#(lost)}]\#(time)}"#
            )
        case 9..<11:
            let other = RandomPosting.ground(using: &self.generator)
            try await self.perform(
                "postTransfer",
                #"{"from":"\#(place)","to":"\#(other)","lines":[{\#(line)}]\#(time)}"#
            )
        default: try await self.takeBack()
        }
    }

    private mutating func ask(
        _ operation: String,
        _ body: String,
        path: [String: String] = [:]
    ) async throws -> JSONValue? {
        let response = await self.ledger.ask(operation, body, path: path)
        #expect(response.status < 500 && response.status != 400)
        guard response.status < 300 else { return nil }
        self.accepted[operation, default: 0] += 1
        let entry = try MessageCoding.decode(JSONValue.self, from: response.body)
        self.worth.times = (
            effectiveAt: try #require(entry["effectiveAt"]?.text.flatMap { Timestamp($0) }),
            recordedAt: try #require(entry["recordedAt"]?.text.flatMap { Timestamp($0) })
        )
        return entry
    }

    private mutating func perform(_ operation: String, _ body: String) async throws {
        guard let entry = try await self.ask(operation, body) else { return }
        let movement = try #require(entry["movements"]?.elements.first)
        let sku = try #require(movement["sku"]?.text)
        let quantity = try #require(movement["quantity"]?.text.flatMap { Quantity($0) })
        let units = quantity.tenThousandths
        func pool(_ end: String) -> NaiveWorth.Pool? {
            let warehouse = movement[end]?["code"]?.text.flatMap { RandomPosting.places[$0] }
            return warehouse.map { NaiveWorth.Pool(sku: sku, warehouse: $0) }
        }
        switch (pool("from"), pool("to")) {
        case (let from?, let to?):
            // The warehouse has as much as before.
            guard from != to else { return }
            for layer in self.worth.take(units, from: from) { self.worth.receive(layer, into: to) }
        case (let from?, nil):
            let layers = self.worth.take(units, from: from)
            self.gone.append((try #require(entry["id"]?.text), from, layers))
        case (nil, let to?):
            let price = try #require(
                movement["unitCost"]?["amount"]?.text.flatMap { CostValue($0) }
            )
            let layer = NaiveWorth.Layer(
                acquiredAt: self.worth.times.effectiveAt,
                origin: try #require(movement["id"]?.text),
                units: units,
                value: price.millionths * units / 10_000
            )
            self.worth.receive(layer, into: to)
        case (nil, nil): break
        }
    }

    /// Undoes what was sold, sent back or lost: goods come back at what they were worth when they left.
    private mutating func takeBack() async throws {
        guard let index = self.gone.indices.randomElement(using: &self.generator) else { return }
        let (entry, pool, layers) = self.gone.remove(at: index)
        let answer = try await self.ask(
            "reverseEntry",
            #"{"reason":"cancelled"}"#,
            path: ["entryId": entry]
        )
        guard answer != nil else { return }
        for layer in layers { self.worth.receive(layer, into: pool) }
    }
}
