import Contracts
import Kernel

@testable import Ledger

/// What is promised, on the road, costed and undone.
extension RandomPosting {
    static func promise(
        after model: HistoryModel,
        using generator: inout SeededGenerator
    ) -> RandomPosting {
        let pending =
            model.pending.randomElement(using: &generator) ?? "\(ID<Reservation>.make())"
        switch Int.random(in: 0..<8, using: &generator) {
        case 0..<4:
            let sku = Self.skus.randomElement(using: &generator) ?? "NUT"
            let quantity = sku == Self.numbered ? 1 : Self.quantity(using: &generator)
            let warehouse = Bool.random(using: &generator) ? "LDN" : "PAR"
            return RandomPosting(
                "createReservation",
                """
                {"warehouse":"\(warehouse)","lines":[{"sku":"\(sku)","quantity":"\(quantity)"}]}
                """,
                skus: [sku]
            )
        case 4..<7:
            return RandomPosting(
                "consumeReservation",
                #"{"anywhere":\#(Bool.random(using: &generator))}"#,
                path: ["reservationId": pending]
            )
        default: return RandomPosting("releaseReservation", path: ["reservationId": pending])
        }
    }

    static func undoing(
        after model: HistoryModel,
        using generator: inout SeededGenerator
    ) -> RandomPosting {
        let entry = model.entries.randomElement(using: &generator) ?? "\(ID<Entry>.make())"
        let isPart = Int.random(in: 0..<3, using: &generator) == 0
        let part = isPart ? #","lines":[{"line":1,"quantity":"0.5"}]"# : ""
        let isLate = Int.random(in: 0..<4, using: &generator) == 0
        let time = isLate ? Self.time(using: &generator) : ""
        return RandomPosting(
            "reverseEntry",
            #"{"reason":"cancelled"\#(part)\#(time)}"#,
            path: ["entryId": entry]
        )
    }

    /// An order, what leaves of it, arrives, is lost and given up.
    static func road(
        after model: HistoryModel,
        using generator: inout SeededGenerator
    ) -> RandomPosting {
        let waiting = model.waiting.randomElement(using: &generator)
        let travelling = model.travelling.randomElement(using: &generator)
        let time = Self.time(using: &generator)
        switch Int.random(in: 0..<12, using: &generator) {
        case 0..<5:
            guard let waiting, let order = model.orders[waiting] else { break }
            let open = order.lines.filter(\.open.isPositive).shuffled(using: &generator)
            let lines = open.prefix(Int.random(in: 1...2, using: &generator)).map { line in
                let quantity = Self.part(of: line.open, using: &generator)
                guard line.sku == Self.numbered else {
                    return (line, #""quantity":"\#(quantity)""#)
                }
                let units = Self.units(from: line.from, after: model, using: &generator)
                return (line, Self.members(of: units))
            }
            .map { #"{"line":\#($0.number),\#($1)}"# }
            .joined(separator: ",")
            return RandomPosting(
                "dispatchTransferOrder",
                #"{"lines":[\#(lines)]\#(time)}"#,
                path: ["transferOrderId": waiting],
                skus: order.lines.map(\.sku)
            )
        case 5..<10:
            guard let travelling, let order = model.orders[travelling] else { break }
            let isLoss = Int.random(in: 0..<4, using: &generator) == 0
            let reason = Bool.random(using: &generator) ? "lost" : "damaged"
            let about = isLoss ? #""reason":"\#(reason)""# : #""note":"here""#
            let parts = order.lines.filter {
                $0.onTheRoad.isPositive && $0.sku != Self.numbered
            }
            let lines = parts.map { line in
                let quantity = Self.part(of: line.onTheRoad, using: &generator)
                return #"{"line":\#(line.number),"quantity":"\#(quantity)"}"#
            }
            .joined(separator: ",")
            return RandomPosting(
                isLoss ? "reportTransferLoss" : "receiveTransferOrder",
                #"{\#(about)\#(lines.isEmpty ? "" : #","lines":[\#(lines)]"#)\#(time)}"#,
                path: ["transferOrderId": travelling],
                skus: order.lines.map(\.sku)
            )
        case 10:
            guard let waiting else { break }
            return RandomPosting("cancelTransferOrder", path: ["transferOrderId": waiting])
        default: break
        }
        return Self.order(using: &generator)
    }

    /// All of it, or some.
    private static func part(
        of quantity: Quantity,
        using generator: inout SeededGenerator
    ) -> Quantity {
        guard Bool.random(using: &generator), quantity.tenThousandths > 1 else { return quantity }
        return Quantity(
            tenThousandths: Int64.random(in: 1...quantity.tenThousandths, using: &generator)
        )
    }

    private static func order(using generator: inout SeededGenerator) -> RandomPosting {
        let from = Self.place(using: &generator)
        let to = from == "PAR" ? "LDN-1" : "PAR"
        let skus = Self.skus.shuffled(using: &generator).prefix(2)
        let lines = skus.map { sku in
            let quantity = sku == Self.numbered ? 2 : Self.quantity(using: &generator)
            return #"{"sku":"\#(sku)","quantity":"\#(quantity)"}"#
        }
        .joined(separator: ",")
        return RandomPosting(
            "createTransferOrder",
            #"{"from":"\#(from)","to":"\#(to)","lines":[\#(lines)]}"#
        )
    }

    /// Costs that came later, other values, other ways of costing.
    static func cost(
        after model: HistoryModel,
        using generator: inout SeededGenerator
    ) -> RandomPosting {
        let sku = Self.skus.randomElement(using: &generator) ?? "NUT"
        let amount = "\(Int.random(in: 1...90, using: &generator)).01"
        switch Int.random(in: 0..<8, using: &generator) {
        case 0..<4:
            let receipt = model.receipts.randomElement(using: &generator) ?? "\(ID<Entry>.make())"
            let basis = Bool.random(using: &generator) ? "quantity" : "value"
            let document = "F-\(UInt32.random(in: 0...UInt32.max, using: &generator))"
            return RandomPosting(
                "postLandedCost",
                """
                {"reference":{"source":"freight","document":"\(document)"},
                "amount":{"amount":"\(amount)","currency":"EUR"},"basis":"\(basis)",
                "receipts":[{"entryId":"\(receipt)"}]}
                """
            )
        case 4..<7:
            let place = ["", #""location":"LDN","#].randomElement(using: &generator) ?? ""
            let sign = Bool.random(using: &generator) ? "" : "-"
            let change =
                Bool.random(using: &generator)
                ? #""unitCost":"\#(amount)""# : #""amount":"\#(sign)\#(amount)""#
            return RandomPosting(
                "postRevaluation",
                #"{"sku":"\#(sku)",\#(place)\#(change),"reason":"market"}"#
            )
        default:
            return Self.policy(
                of: sku,
                CostMethod.allCases.randomElement(using: &generator) ?? .fifo,
                at: Bool.random(using: &generator) ? amount : nil
            )
        }
    }

    /// - Parameter standard: What one costs by decree.
    static func policy(
        of sku: String,
        _ method: CostMethod,
        at standard: String? = nil
    ) -> RandomPosting {
        let decree =
            method == .standard ? standard.map { #","standardCost":"\#($0)""# } ?? "" : ""
        return RandomPosting(
            "setCostPolicy",
            #"{"sku":"\#(sku)","method":"\#(method.rawValue)"\#(decree)}"#
        )
    }
}
