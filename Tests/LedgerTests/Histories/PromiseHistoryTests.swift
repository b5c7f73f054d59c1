import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Promises that are made, filled, taken, given back, extended and given up in any order: at every step
/// each is what its changes add up to.
@Suite(.requiresPostgres)
struct PromiseHistoryTests {
    private static let steps = 120
    private static let kinds: Set<String> = [
        "began", "made", "filled", "consumed", "restored", "extended", "released", "expired",
        "withdrawn",
    ]

    @Test(arguments: [5, 1_848, 90_210] as [UInt64])
    func `at every step a reservation is the sum of its changes`(seed: UInt64) async throws {
        try await LedgerBench.with { ledger in
            var history = PromiseHistory(ledger: ledger, generator: SeededGenerator(seed: seed))
            for sku in PromiseHistory.skus { try await ledger.variant(sku) }
            for step in 1...Self.steps {
                let answer = try await history.step()
                #expect(answer < 500)
                #expect(try await ledger.unexplained() == [], "\(step)")
                try await history.note()
            }
            try await history.expectNoted()
            let rows = try await ledger.rows("SELECT DISTINCT step FROM reservation_change")
            let steps: [String] = try rows.map { try $0.decode("step") }
            #expect(Set(steps) == Self.kinds.subtracting(["began"]))
            #expect(try await ledger.audit() == [])
            try await ledger.cost()
            try await ledger.expectRebuilt(["balance", "availability", "reservation_line"])
        }
    }
}

/// Something is done with a reservation, or with the stock that it waits for.
private struct PromiseHistory {
    static let skus = ["NUT", "OIL"]

    let ledger: LedgerBench
    var generator: SeededGenerator
    private var noted: [(time: Timestamp, figures: [[String?]])] = []
    private var made = 0
    private var reservations: [String] = []
    private var shipments: [String] = []

    init(ledger: LedgerBench, generator: SeededGenerator) {
        self.ledger = ledger
        self.generator = generator
    }

    /// Remembers what there is now.
    mutating func note() async throws { self.noted.append((.now, try await self.told())) }

    /// Expects that each time between two steps is told as it was then.
    func expectNoted() async throws {
        for (time, figures) in self.noted {
            for clock in ["knownAt", "asOf"] {
                #expect(try await self.told([clock: "\(time)"]) == figures, "\(clock) \(time)")
            }
        }
        #expect(Set(self.noted.map(\.figures)).count > 30)
    }

    private func told(_ times: [String: String] = [:]) async throws -> [[String?]] {
        var figures: [[String?]] = []
        for sku in Self.skus {
            let path = ["sku": sku]
            figures.append(
                MilkJourney.figures(
                    try await self.ledger.succeed("getStock", path: path, query: times)
                )
            )
        }
        return figures
    }

    /// Returns the status of the answer.
    mutating func step() async throws -> Int {
        switch Int.random(in: 0..<20, using: &self.generator) {
        case 0..<3:
            try await self.ledger.receive(self.quantity(), of: self.sku())
            return 201
        case 3..<8: return try await self.reserve()
        case 8..<10:
            let (committer, database) = (self.ledger.committer, self.ledger.database.pool)
            try await BackorderFiller(committer: committer, database: database).fill()
            try await ReservationSweeper(committer: committer, database: database).sweep()
            return 200
        case 10..<13:
            let isFinal = Int.random(in: 0..<4, using: &self.generator) == 0
            return try await self.ask(
                "consumeReservation",
                #"{"releaseRest":\#(isFinal)\#(self.part())}"#
            )
        case 13..<15:
            let entry =
                self.shipments.randomElement(using: &self.generator) ?? "\(ID<Entry>.make())"
            let part = Bool.random(using: &self.generator)
            let lines = part ? #","lines":[{"line":1,"quantity":"0.5"}]"# : ""
            return await self.ledger.ask(
                "reverseEntry",
                #"{"reason":"cancelled"\#(lines)}"#,
                path: ["entryId": entry]
            ).status
        case 15..<16: return try await self.ask("extendReservation", "{\(self.end())}")
        case 16..<18:
            let reason = Bool.random(using: &self.generator) ? "Less" : "Late"
            return try await self.ask(
                "releaseReservation",
                #"{"reason":"\#(reason)"\#(self.part())}"#
            )
        default:
            // Also documents that have not come yet.
            let document = Int.random(in: 0...(self.made + 2), using: &self.generator)
            return await self.ledger.ask(
                "withdrawReservation",
                #"{"warehouse":"LDN","reference":{"source":"web","document":"\#(document)"}}"#
            ).status
        }
    }

    private mutating func reserve() async throws -> Int {
        let lines = Self.skus.map { sku in
            let mayWait = Int.random(in: 0..<4, using: &self.generator) > 0
            let quantity = self.quantity()
            return #"{"sku":"\#(sku)","quantity":"\#(quantity)","allowBackorder":\#(mayWait)}"#
        }
        self.made += 1
        let end = Bool.random(using: &self.generator) ? "," + self.end() : ""
        let answer = await self.ledger.ask(
            "createReservation",
            """
            {"warehouse":"LDN","reference":{"source":"web","document":"\(self.made)"},
            "lines":[\(lines.joined(separator: ","))]\(end)}
            """
        )
        guard answer.status == 201 else { return answer.status }
        let made = try MessageCoding.decode(JSONValue.self, from: answer.body)
        self.reservations.append(try #require(made["id"]?.text))
        return answer.status
    }

    private mutating func ask(_ operation: String, _ body: String) async throws -> Int {
        let id =
            self.reservations.suffix(6).randomElement(using: &self.generator)
            ?? "\(ID<Reservation>.make())"
        let answer = await self.ledger.ask(operation, body, path: ["reservationId": id])
        #expect(answer.status != 400)
        let told = try MessageCoding.decode(JSONValue.self, from: answer.body)
        if let entry = told["entry"]?["id"]?.text { self.shipments.append(entry) }
        return answer.status
    }

    private mutating func sku() -> String {
        Self.skus.randomElement(using: &self.generator) ?? "NUT"
    }

    private mutating func quantity() -> Quantity {
        Quantity(tenThousandths: Int64.random(in: 1...80_000, using: &self.generator))
    }

    private mutating func part() -> String {
        guard Bool.random(using: &self.generator) else { return "" }
        return #","lines":[{"line":1,"quantity":"0.5"}]"#
    }

    /// Now and then so soon that the promise is over at the next look.
    private mutating func end() -> String {
        let isSoon = Int.random(in: 0..<3, using: &self.generator) == 0
        let end = Timestamp.now.advanced(by: isSoon ? .milliseconds(30) : .seconds(3_600))
        return #""expiresAt":"\#(end)""#
    }
}

extension LedgerBench {
    /// Reservations and lines that are not what their changes come to, and changes that are missing.
    func unexplained() async throws -> [String] {
        try await self.rows(
            """
            SELECT coalesce(line.reservation, told.reservation)::text AS name
            FROM reservation_line AS line
            FULL JOIN (
                SELECT reservation, line, variant, sum(reserved) AS reserved,
                    sum(consumed) AS consumed, sum(released) AS released,
                    sum(backordered) AS backordered
                FROM reservation_change_line
                GROUP BY 1, 2, 3
            ) AS told USING (reservation, line, variant, reserved, consumed, released, backordered)
            WHERE line.reservation IS NULL OR told.reservation IS NULL
            UNION ALL
            SELECT reservation.id::text
            FROM reservation
            LEFT JOIN (
                SELECT reservation, count(*) AS count,
                    (array_agg(
                        (warehouse, state, expires_at, version)::text ORDER BY version DESC
                    ))[1] AS last
                FROM reservation_change
                GROUP BY 1
            ) AS change ON change.reservation = reservation.id
            WHERE change.count IS DISTINCT FROM reservation.version
                OR change.last <> (
                    warehouse, reservation.state, reservation.expires_at, reservation.version
                )::text
            """
        ).map { try $0.decode("name") }
    }
}
