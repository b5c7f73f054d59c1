import Contracts
import Kernel
import LedgerDomain
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// A history of many goods in lots, of which some are held and some over, in two warehouses.
struct ExplainedHistory {
    static let skus = (1...100).map { "T-\($0)" }
    /// Lots that every variant has, with their last days.
    private static let lots = ["GOOD": "2031-01-01", "HELD": "2031-02-01", "OVER": "2020-01-01"]
    private static let places = ["LDN-1", "PAR"]
    /// Variants of one document.
    private static let group = 25

    let ledger: LedgerBench
    private(set) var model = HistoryModel(places: RandomPosting.ground)
    private var generator: SeededGenerator

    init(of seed: UInt64, on ledger: LedgerBench) {
        self.ledger = ledger
        self.generator = SeededGenerator(seed: seed)
    }

    /// Receives in a period that is sealed then, and has everything happen after it.
    mutating func make() async throws {
        for sku in Self.skus { try await self.ledger.variant(sku, tracking: .lot) }
        _ = try await self.ledger.succeed(
            "createLocation",
            #"{"code":"PAR","name":"Paris","kind":"warehouse"}"#
        )
        try await self.receive(LedgerBench.daysAgo(60))
        let period = try await self.ledger.period(
            "P",
            from: LedgerBench.daysAgo(90),
            until: LedgerBench.daysAgo(30)
        )
        try await self.ledger.closeAndSeal(period, limits: LedgerBench.periodLimits(variants: 50))
        try await self.receive(LedgerBench.daysAgo(10))
        try await self.trade()
        try await self.carry()
        try await self.withhold()
        try await self.promise()
    }

    /// The same for all variants, some in each document.
    private mutating func inGroups(
        _ body: (inout ExplainedHistory, ArraySlice<String>) async throws -> Void
    ) async throws {
        for start in stride(from: 0, to: Self.skus.count, by: Self.group) {
            try await body(&self, Self.skus[start..<start + Self.group])
        }
    }

    private mutating func receive(_ time: Timestamp) async throws {
        for place in Self.places {
            try await self.inGroups { history, skus in
                let lines = skus.flatMap { sku in
                    Self.lots.sorted { $0.key < $1.key }.map { lot, day in
                        let quantity = history.quantity(200_000...900_000)
                        return """
                            {"sku":"\(sku)","quantity":"\(quantity)","lot":"\(lot)","expiresOn":"\(day)"}
                            """
                    }
                }
                try await history.post(
                    "postReceipt",
                    #""location":"\#(place)","effectiveAt":"\#(time)""#,
                    lines
                )
            }
        }
    }

    /// Sells, takes back, loses and moves some, and undoes some of that.
    private mutating func trade() async throws {
        for round in 0..<20 {
            let place = try #require(Self.places.randomElement(using: &self.generator))
            let other = place == "PAR" ? "LDN-1" : "PAR"
            let lots = round % 4 == 1 ? Self.lots.keys.sorted() : ["GOOD"]
            let lot = try #require(lots.randomElement(using: &self.generator))
            let sign = round % 4 == 2 ? "-" : ""
            let lines = Self.skus.shuffled(using: &self.generator).prefix(12).map { sku in
                let quantity = self.quantity(1...30_000)
                return #"{"sku":"\#(sku)","quantity":"\#(sign)\#(quantity)","lot":"\#(lot)"}"#
            }
            let entry =
                switch round % 4 {
                case 0: try await self.post("postSale", #""location":"\#(place)""#, lines)
                case 1: try await self.post("postReturn", #""location":"\#(place)""#, lines)
                case 2:
                    try await self.post(
                        "postAdjustment",
                        #""location":"\#(place)","reason":"lost""#,
                        lines
                    )
                default:
                    try await self.post(
                        "postTransfer",
                        #""from":"\#(place)","to":"\#(other)""#,
                        lines
                    )
                }
            guard round % 5 == 0 else { continue }
            let undone = try await self.ledger.succeed(
                "reverseEntry",
                #"{"reason":"cancelled"}"#,
                path: ["entryId": entry]
            )
            try self.model.record(entry: undone)
        }
    }

    /// Sends some of everything in both directions; of that some arrives, and some is lost.
    private mutating func carry() async throws {
        for (from, to) in [("LDN-1", "PAR"), ("PAR", "LDN-1")] {
            try await self.inGroups { history, skus in
                let lines = skus.map { sku in
                    let quantity = history.quantity(40_000...60_000)
                    return #"{"sku":"\#(sku)","quantity":"\#(quantity)","lot":"GOOD"}"#
                }
                .joined(separator: ",")
                let order = try await history.ledger.succeed(
                    "createTransferOrder",
                    #"{"from":"\#(from)","to":"\#(to)","lines":[\#(lines)]}"#
                )
                try history.model.record(order: order)
                let path = ["transferOrderId": try #require(order["id"]?.text)]
                let part = (1...10).map { #"{"line":\#($0),"quantity":"1.5"}"# }
                    .joined(separator: ",")
                for (operation, body) in [
                    ("dispatchTransferOrder", "{}"),
                    ("receiveTransferOrder", #"{"lines":[\#(part)]}"#),
                    ("reportTransferLoss", #"{"reason":"lost","lines":[\#(part)]}"#),
                ] {
                    let answer = try await history.ledger.succeed(operation, body, path: path)
                    try history.model.record(entry: try #require(answer["entry"]))
                }
            }
        }
    }

    private mutating func withhold() async throws {
        let rows = try await self.ledger.rows(
            "SELECT lot.id, sku FROM lot JOIN variant ON variant.id = variant WHERE code = 'HELD'"
        )
        for row in rows {
            _ = try await self.ledger.changeLot(try row.decode("id"), "held")
            self.model.withheld.insert(
                HistoryModel.Lot(sku: try row.decode("sku"), code: "HELD")
            )
        }
        let (committer, pool) = (self.ledger.committer, self.ledger.database.pool)
        try await LotExpirer(committer: committer, database: pool).work()
        for sku in Self.skus {
            self.model.withheld.insert(HistoryModel.Lot(sku: sku, code: "OVER"))
        }
    }

    private mutating func promise() async throws {
        for warehouse in self.model.warehouses {
            for _ in 0..<2 {
                try await self.inGroups { history, skus in
                    let lines = skus.map { sku in
                        #"{"sku":"\#(sku)","quantity":"\#(history.quantity(1...20_000))"}"#
                    }
                    .joined(separator: ",")
                    let reservation = try await history.ledger.succeed(
                        "createReservation",
                        #"{"warehouse":"\#(warehouse)","lines":[\#(lines)]}"#
                    )
                    try history.model.record(reservation: reservation)
                }
            }
        }
    }

    @discardableResult
    private mutating func post(
        _ operation: String,
        _ members: String,
        _ lines: [String]
    ) async throws -> String {
        let lines = lines.joined(separator: ",")
        let entry = try await self.ledger.succeed(operation, #"{\#(members),"lines":[\#(lines)]}"#)
        try self.model.record(entry: entry)
        return try #require(entry["id"]?.text)
    }

    private mutating func quantity(_ range: ClosedRange<Int64>) -> Quantity {
        Quantity(tenThousandths: Int64.random(in: range, using: &self.generator))
    }
}
