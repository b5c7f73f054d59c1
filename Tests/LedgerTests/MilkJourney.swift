import Contracts
import Kernel
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Milk that is promised, taken, given up, held and over, and what was told of it after each step.
struct MilkJourney {
    let ledger: LedgerBench
    /// Whether five more of the second lot turned out to have been there all the time.
    var isLate = false
    private var moments: [Moment] = []

    /// What there was at a time, with what was answered then about that time.
    private struct Moment {
        let time: Timestamp
        let onHand: Int
        let reserved: Int
        let withheld: Int
        /// Whether the second lot was held.
        let isHeld: Bool
        let bodies: [[UInt8]]

        /// A warehouse without anything is not told of.
        func told(late: Int) -> [[String?]] {
            let (onHand, withheld) = (self.onHand + late, self.withheld + (self.isHeld ? late : 0))
            let figures = [onHand, self.reserved, withheld, onHand - withheld - self.reserved]
            return Array(repeating: figures.map { "\($0)" }, count: onHand == 0 ? 1 : 3)
        }
    }

    init(ledger: LedgerBench) {
        self.ledger = ledger
    }

    static func figures(_ level: JSONValue?) -> [String?] {
        ["onHand", "reserved", "withheld", "available"].map { level?[$0]?.text }
    }

    /// What is told of all, of the warehouse, and in the list of warehouses.
    static func told(
        _ times: [String: String],
        in ledger: LedgerBench
    ) async throws -> [[String?]] {
        let stock = try await ledger.succeed("getStock", path: ["sku": "MILK"], query: times)
        let query = times.merging(["sku": "MILK"]) { first, _ in first }
        let list = try await ledger.succeed("listStock", query: query)
        let levels = [stock, stock["warehouses"]?.elements.first, list.items.first]
        return levels.compactMap(\.self).map { Self.figures($0) }
    }

    /// Remembers what there is now, after a step.
    private mutating func note(
        _ onHand: Int,
        reserved: Int,
        withheld: Int,
        isHeld: Bool = false
    ) async throws {
        let time = Timestamp.now
        let moment = Moment(
            time: time,
            onHand: onHand,
            reserved: reserved,
            withheld: withheld,
            isHeld: isHeld,
            bodies: try await self.bodies(knownAt: time)
        )
        self.moments.append(moment)
        let told = try await Self.told([:], in: self.ledger)
        #expect(told == moment.told(late: 0))
    }

    private func bodies(knownAt time: Timestamp) async throws -> [[UInt8]] {
        try await self.ledger.horizonPassed("SELECT \(time)::timestamptz AS recorded_at")
        let known = ["knownAt": time.description]
        let both = known.merging(["asOf": time.description]) { first, _ in first }
        var bodies: [[UInt8]] = []
        for query in [known, both] {
            for operation in ["getStock", "listStock"] {
                let answer = await self.ledger.ask(operation, path: ["sku": "MILK"], query: query)
                #expect(answer.status == 200)
                bodies.append(Array(answer.body))
            }
        }
        return bodies
    }

    /// Every way in which a promise or a lot changes.
    mutating func take() async throws {
        let ledger = self.ledger
        for (code, day) in [("L0", "2020-01-01"), ("L1", "2031-01-01")] {
            try await ledger.lot(code, of: "MILK", expires: day)
        }
        let second = try await ledger.lot("L2", of: "MILK", expires: "2031-02-01")
        try await self.note(0, reserved: 0, withheld: 0)
        for (quantity, lot) in [(4, "L0"), (8, "L1"), (5, "L2")] as [(Quantity, String)] {
            try await ledger.receive(quantity, of: "MILK", lot: lot)
        }
        try await self.note(17, reserved: 0, withheld: 0)
        let path = try await self.promise(6)
        try await self.note(17, reserved: 6, withheld: 0)
        let later = #"{"expiresAt":"2999-01-01T00:00:00Z"}"#
        _ = try await ledger.succeed("extendReservation", later, path: path)
        try await self.note(17, reserved: 6, withheld: 0)
        _ = try await ledger.changeLot(second, "held")
        try await self.note(17, reserved: 6, withheld: 5, isHeld: true)
        let two = #"{"lines":[{"line":1,"quantity":"2"}]}"#
        _ = try await ledger.succeed("consumeReservation", two, path: path)
        try await self.note(15, reserved: 4, withheld: 5, isHeld: true)
        let one = #"{"lines":[{"line":1,"quantity":"1"}]}"#
        _ = try await ledger.succeed("releaseReservation", one, path: path)
        try await self.note(15, reserved: 3, withheld: 5, isHeld: true)
        _ = try await ledger.changeLot(second, "released")
        try await self.note(15, reserved: 3, withheld: 0)
        _ = try await self.promise(3, until: .now.advanced(by: .milliseconds(300)))
        try await self.note(15, reserved: 6, withheld: 0)
        let (committer, pool) = (ledger.committer, ledger.database.pool)
        try await eventually("the promise is over") {
            try await ReservationSweeper(committer: committer, database: pool).sweep() == 1
        }
        try await self.note(15, reserved: 3, withheld: 0)
        #expect(try await LotExpirer(committer: committer, database: pool).expire() == 1)
        try await self.note(15, reserved: 3, withheld: 4)
    }

    private func promise(
        _ quantity: Quantity,
        until end: Timestamp? = nil
    ) async throws -> [String: String] {
        let end = end.map { #","expiresAt":"\#($0)""# } ?? ""
        let made = try await self.ledger.succeed(
            "createReservation",
            #"{"warehouse":"LDN","lines":[{"sku":"MILK","quantity":"\#(quantity)"}]\#(end)}"#
        )
        return ["reservationId": try #require(made["id"]?.text)]
    }

    /// Expects that the past is what it was after each step.
    func expectMoments() async throws {
        for (index, moment) in self.moments.enumerated() {
            let time = moment.time.description
            for times in [
                ["knownAt": time], ["asOf": time], ["knownAt": time, "asOf": time],
                ["knownAt": time, "asOf": "2999-01-01T00:00:00Z"],
            ] {
                let late = self.isLate && times["knownAt"] == nil ? 5 : 0
                let told = try await Self.told(times, in: self.ledger)
                #expect(told == moment.told(late: late), "\(index) \(times)")
            }
        }
    }

    /// Expects the answers that were given then, to the last byte.
    func expectSameBytes() async throws {
        #expect(self.moments.count == 11)
        for (index, moment) in self.moments.enumerated() {
            #expect(try await self.bodies(knownAt: moment.time) == moment.bodies, "\(index)")
        }
    }
}
