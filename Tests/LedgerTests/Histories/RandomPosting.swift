import Contracts
import Kernel

@testable import Ledger

/// A request of any kind that posts, promises or undoes.
struct RandomPosting {
    let operation: String
    let body: String
    var path: [String: String] = [:]

    /// Goods that are not tracked; of the first the second is made.
    static let plain = ["GRAIN", "FLOUR", "NUT"]
    /// Goods in lots.
    static let lotted = "MILK"
    static let lots = ["L1", "L2"]
    static let skus = Self.plain + [Self.lotted]
    static let places = ["LDN", "LDN-1", "PAR"]
    /// How far back something may have happened.
    static let span = Duration.seconds(120 * 86_400)

    /// - Parameter before: What was posted so far.
    init(after model: HistoryModel, using generator: inout SeededGenerator) {
        let place = Self.places.randomElement(using: &generator) ?? "LDN"
        let other = Self.places.filter { $0 != place }.randomElement(using: &generator) ?? "PAR"
        let line = Self.line(using: &generator)
        let time = Self.time(using: &generator)
        let pending = model.pending.randomElement(using: &generator)
        switch Int.random(in: 0..<16, using: &generator) {
        case 0..<4:
            let cost = Int.random(in: 1...900, using: &generator)
            let priced = #","unitCost":{"amount":"\#(cost).37","currency":"EUR"}"#
            self.init(
                "postReceipt",
                #"{"location":"\#(place)","lines":[{\#(line)\#(priced)}]\#(time)}"#
            )
        case 4..<6: self.init("postSale", #"{"location":"\#(place)","lines":[{\#(line)}]\#(time)}"#)
        case 6: self.init("postReturn", #"{"location":"\#(place)","lines":[{\#(line)}]\#(time)}"#)
        case 7..<9:
            self.init(
                "postTransfer",
                #"{"from":"\#(place)","to":"\#(other)","lines":[{\#(line)}]\#(time)}"#
            )
        case 9:
            let (reason, sign) = Bool.random(using: &generator) ? ("found", "") : ("damaged", "-")
            let signed = line.replacing(#""quantity":""#, with: #""quantity":"\#(sign)"#)
            self.init(
                "postAdjustment",
                #"{"location":"\#(place)","reason":"\#(reason)","lines":[{\#(signed)}]\#(time)}"#
            )
        case 10:
            let made = Int.random(in: 1...9, using: &generator)
            self.init(
                "postProduction",
                """
                {"location":"\(place)","inputs":[{"sku":"GRAIN","quantity":"2"}],
                "outputs":[{"sku":"FLOUR","quantity":"\(made)"}]\(time)}
                """
            )
        case 11..<13:
            let entry =
                model.entries.randomElement(using: &generator) ?? ID<Entry>.make().description
            let part =
                Bool.random(using: &generator) ? #","lines":[{"line":1,"quantity":"0.5"}]"# : ""
            self.init(
                "reverseEntry",
                #"{"reason":"cancelled"\#(part)}"#,
                path: ["entryId": entry]
            )
        case 13..<15:
            self.init(
                "createReservation",
                #"{"warehouse":"LDN","lines":[{\#(Self.plainLine(line))}]}"#
            )
        default:
            let operation =
                Bool.random(using: &generator) ? "consumeReservation" : "releaseReservation"
            self.init(
                operation,
                "{}",
                path: ["reservationId": pending ?? ID<Reservation>.make().description]
            )
        }
    }

    private init(_ operation: String, _ body: String, path: [String: String] = [:]) {
        self.operation = operation
        self.body = body
        self.path = path
    }

    /// Members of a line.
    private static func line(using generator: inout SeededGenerator) -> String {
        let sku = Self.skus.randomElement(using: &generator) ?? Self.lotted
        let quantity = Quantity(tenThousandths: Int64.random(in: 1...90_000, using: &generator))
        let lot = Self.lots.randomElement(using: &generator) ?? "L1"
        let tracking = sku == Self.lotted ? #","lot":"\#(lot)""# : ""
        return #""sku":"\#(sku)","quantity":"\#(quantity)"\#(tracking)"#
    }

    /// The same without a lot.
    private static func plainLine(_ line: String) -> String {
        String(line.split(separator: #","lot""#, maxSplits: 1)[0])
    }

    /// Half of everything happened some time ago.
    private static func time(using generator: inout SeededGenerator) -> String {
        guard Bool.random(using: &generator) else { return "" }
        let ago = Self.span * Double.random(in: 0...1, using: &generator)
        return #","effectiveAt":"\#(Timestamp.now.advanced(by: .zero - ago))""#
    }
}
