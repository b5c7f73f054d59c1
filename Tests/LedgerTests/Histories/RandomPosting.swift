import Contracts
import Kernel

@testable import Ledger

/// A request of any kind that posts, promises, moves, costs or undoes.
struct RandomPosting: Sendable {
    let operation: String
    let body: String
    var path: [String: String] = [:]
    /// The goods that it is about; empty where those of an earlier document are.
    var skus: [String] = []
    /// What is asked for together, where it is a batch.
    var items: [RandomPosting] = []

    /// Goods that are not tracked; of the first the second is made.
    static let plain = ["GRAIN", "FLOUR", "NUT"]
    /// Goods in lots: two that are good for long, and two whose last day is over.
    static let lotted = "MILK"
    static let lots = [
        "L1": "2031-01-01", "L2": "2031-06-01", "O1": "2020-01-01", "O2": "2020-02-01",
    ]
    /// Goods of which each has a number.
    static let numbered = "SAW"
    static let skus = Self.plain + [Self.lotted, Self.numbered]
    static let ground = ["LDN": "LDN", "LDN-1": "LDN", "PAR": "PAR"]
    /// With a pallet, which is another place in each warehouse.
    static let pallet = "P1"
    static let places = Self.ground.merging(["P1": "LDN", "P1@PAR": "PAR"]) { $1 }
    /// How far back something may have happened.
    static let span = Duration.seconds(120 * 86_400)

    init(
        _ operation: String,
        _ body: String = "{}",
        path: [String: String] = [:],
        skus: [String] = [],
        items: [RandomPosting] = []
    ) {
        self.operation = operation
        self.body = body
        self.path = path
        self.skus = skus
        self.items = items
    }

    /// - Parameter before: What was posted so far.
    static func any(
        after model: HistoryModel,
        using generator: inout SeededGenerator
    ) -> RandomPosting {
        switch Int.random(in: 0..<100, using: &generator) {
        case 0..<42: .goods(after: model, using: &generator)
        case 42..<52: .batch(after: model, using: &generator)
        case 52..<62: .undoing(after: model, using: &generator)
        case 62..<74: .promise(after: model, using: &generator)
        case 74..<92: .road(after: model, using: &generator)
        default: .cost(after: model, using: &generator)
        }
    }

    /// Half of everything happened some time ago, most of that not long ago.
    static func time(using generator: inout SeededGenerator) -> String {
        guard Bool.random(using: &generator) else { return "" }
        let part = Double.random(in: 0...1, using: &generator)
        let ago = Self.span * (part * part)
        return #","effectiveAt":"\#(Timestamp.now.advanced(by: .zero - ago))""#
    }

    static func quantity(using generator: inout SeededGenerator) -> Quantity {
        Quantity(tenThousandths: Int64.random(in: 1...90_000, using: &generator))
    }

    /// A place that stays where it is.
    static func ground(using generator: inout SeededGenerator) -> String {
        Self.ground.keys.sorted().randomElement(using: &generator) ?? "LDN"
    }

    static func place(using generator: inout SeededGenerator) -> String {
        Self.places.keys.sorted().randomElement(using: &generator) ?? "LDN"
    }
}
