import Contracts
import Kernel

@testable import Ledger

/// Goods that come, go, are moved, made and corrected.
extension RandomPosting {
    /// What a line of an entry is about.
    struct Line {
        let sku: String
        let members: String

        /// - Parameter place: Where the goods are taken from; `nil` where they come from elsewhere.
        init(
            from place: String?,
            after model: HistoryModel,
            using generator: inout SeededGenerator
        ) {
            self.sku = RandomPosting.skus.randomElement(using: &generator) ?? "NUT"
            let quantity = RandomPosting.quantity(using: &generator)
            switch self.sku {
            case RandomPosting.lotted:
                let lots = RandomPosting.lots.keys.sorted()
                let lot = lots.randomElement(using: &generator) ?? "L1"
                // Sometimes the rule of the variant says which.
                let isNamed = place == nil || Int.random(in: 0..<4, using: &generator) > 0
                self.members =
                    #""quantity":"\#(quantity)""# + (isNamed ? #","lot":"\#(lot)""# : "")
            case RandomPosting.numbered:
                let units = RandomPosting.units(from: place, after: model, using: &generator)
                self.members = RandomPosting.members(of: units)
            default: self.members = #""quantity":"\#(quantity)""#
            }
        }

        var body: String { #""sku":"\#(self.sku)",\#(self.members)"# }

        /// The same of what is missing.
        var negative: String {
            self.body.replacing(#""quantity":""#, with: #""quantity":"-"#)
        }
    }

    static func members(of units: [String]) -> String {
        let serials = units.map { #""\#($0)""# }.joined(separator: ",")
        return #""quantity":"\#(units.count)","serials":[\#(serials)]"#
    }

    /// One or two numbers, mostly such as there are at the place.
    static func units(
        from place: String?,
        after model: HistoryModel,
        using generator: inout SeededGenerator
    ) -> [String] {
        let known = model.units(of: Self.numbered)
        let all = (1...24).map { "S\($0)" }
        let suitable =
            place.map { place in all.filter { known[$0] == place } }
            ?? all.filter { known[$0].map { model.places[$0] == nil && $0 != "transit" } ?? true }
        let isRight = !suitable.isEmpty && Int.random(in: 0..<6, using: &generator) > 0
        let choice = (isRight ? suitable : all).shuffled(using: &generator)
        return Array(choice.prefix(Int.random(in: 1...2, using: &generator)))
    }

    /// Some of everything, so that not all that is asked for later is refused.
    static func firstGoods(at place: String) -> [RandomPosting] {
        let first = [1, 7, 13][Self.ground.keys.sorted().firstIndex(of: place) ?? 0]
        let units = (first..<first + 6).map { "S\($0)" }
        let lines =
            Self.plain.map { #"{"sku":"\#($0)","quantity":"30"}"# }
            + Self.lots.keys.sorted().map {
                #"{"sku":"\#(Self.lotted)","quantity":"12","lot":"\#($0)"}"#
            }
            + [#"{"sku":"\#(Self.numbered)",\#(Self.members(of: units))}"#]
        let time = Timestamp.now.advanced(by: .zero - Self.span)
        return lines.enumerated().map { index, line in
            // Half of it was there from the beginning.
            let effectiveAt = index % 2 == 0 ? #","effectiveAt":"\#(time)""# : ""
            return RandomPosting(
                "postReceipt",
                #"{"location":"\#(place)","lines":[\#(line)]\#(effectiveAt)}"#
            )
        }
    }

    static func goods(
        after model: HistoryModel,
        using generator: inout SeededGenerator
    ) -> RandomPosting {
        let place = Self.place(using: &generator)
        let time = Self.time(using: &generator)
        let arriving = Line(from: nil, after: model, using: &generator)
        let leaving = Line(from: place, after: model, using: &generator)
        func request(_ operation: String, _ line: Line, _ members: String) -> RandomPosting {
            RandomPosting(
                operation,
                #"{\#(members),"lines":[{\#(line.body)}]\#(time)}"#,
                skus: [line.sku]
            )
        }
        let there = #""location":"\#(place)""#
        switch Int.random(in: 0..<15, using: &generator) {
        case 0..<5:
            return Self.receipt(of: arriving, at: place, time, using: &generator)
        case 5..<7: return request("postSale", leaving, there)
        case 7: return request("postReturn", arriving, there)
        case 11..<13:
            let ground = Self.ground(using: &generator)
            return request(
                "postSupplierReturn",
                Line(from: ground, after: model, using: &generator),
                #""location":"\#(ground)","reason":"faulty""#
            )
        case 8..<10:
            let other = Self.place(using: &generator)
            return request("postTransfer", leaving, #""from":"\#(place)","to":"\#(other)""#)
        case 10:
            guard Bool.random(using: &generator) else {
                return request("postAdjustment", arriving, there + #","reason":"found""#)
            }
            return RandomPosting(
                "postAdjustment",
                #"{\#(there),"reason":"damaged","lines":[{\#(leaving.negative)}]\#(time)}"#,
                skus: [leaving.sku]
            )
        default:
            let ground = Self.ground(using: &generator)
            let made = Int.random(in: 1...9, using: &generator)
            return RandomPosting(
                "postProduction",
                """
                {"location":"\(ground)","inputs":[{"sku":"GRAIN","quantity":"2"}],
                "outputs":[{"sku":"FLOUR","quantity":"\(made)"}]\(time)}
                """,
                skus: ["GRAIN", "FLOUR"]
            )
        }
    }

    /// Of some nobody says what they cost, and of some in a currency that has a rate.
    private static func receipt(
        of line: Line,
        at place: String,
        _ time: String,
        using generator: inout SeededGenerator
    ) -> RandomPosting {
        let cost = Int.random(in: 1...900, using: &generator)
        let currency = ["EUR", "EUR", "EUR", "USD", nil].randomElement(using: &generator) ?? nil
        let price = currency.map {
            #","unitCost":{"amount":"\#(cost).37","currency":"\#($0)"}"#
        }
        return RandomPosting(
            "postReceipt",
            #"{"location":"\#(place)","lines":[{\#(line.body)\#(price ?? "")}]\#(time)}"#,
            skus: [line.sku]
        )
    }
}
