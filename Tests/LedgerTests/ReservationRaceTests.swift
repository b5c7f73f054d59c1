import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Promises whose time ends while others want what they hold.
@Suite(.requiresPostgres)
struct ReservationRaceTests {
    private static let limits = CommitLimits(committers: 8, batchCommands: 1)
    private static let rounds = 40

    @Test(arguments: [1, 2] as [UInt64])
    func `a promise whose time ends is taken, extended or over, and one of them`(
        seed: UInt64
    ) async throws {
        try await LedgerBench.with(limits: Self.limits) { ledger in
            try await ledger.variant("BRIEF")
            try await ledger.receive(Self.units(Self.rounds), of: "BRIEF")
            var generator = SeededGenerator(seed: seed)
            for round in 0..<Self.rounds {
                let left = Self.milliseconds(in: round, using: &generator)
                let id = try await ledger.promise(1, of: "BRIEF", endingIn: left)
                let answers = try await Self.race(
                    ["consumeReservation", "extendReservation", "consumeReservation"],
                    for: id,
                    in: ledger
                )
                let state = try await Self.outcome(of: id, answers, in: ledger)
                // The first were over before anybody asked, and the last had an hour.
                if left < 0 { #expect(state == .expired) }
                if left > 1_000 { #expect(state == .consumed) }
            }
            try await Self.expectAgreement(on: "BRIEF", in: ledger)
        }
    }

    @Test(arguments: [1, 2] as [UInt64])
    func `each unit of a promise whose time ends is taken or given back`(seed: UInt64) async throws
    {
        try await LedgerBench.with(limits: Self.limits) { ledger in
            try await ledger.variant("PARTS")
            try await ledger.receive(Self.units(3 * Self.rounds), of: "PARTS")
            var generator = SeededGenerator(seed: seed)
            for round in 0..<Self.rounds {
                let left = Self.milliseconds(in: round, using: &generator)
                let id = try await ledger.promise(3, of: "PARTS", endingIn: left)
                let answers = try await Self.race(
                    Array(repeating: "consumeReservation", count: 4),
                    of: 1,
                    for: id,
                    in: ledger
                )
                let taken = answers.count { $0.text == "200" }
                let line = try await ledger.reservedLine(of: id)
                #expect(line.consumed == Self.units(taken))
                #expect(line.released == Self.units(3 - taken))
                #expect(line.state == (taken == 3 ? .consumed : .expired))
            }
            try await Self.expectAgreement(on: "PARTS", in: ledger)
        }
    }

    private static func units(_ count: Int) -> Quantity {
        Quantity(tenThousandths: Int64(count) * 10_000)
    }

    /// How long the promise of a round lasts.
    private static func milliseconds(
        in round: Int,
        using generator: inout SeededGenerator
    ) -> Int64 {
        switch round {
        case ..<3: -1_000
        case (Self.rounds - 3)...: 3_600_000
        default: .random(in: 0...25, using: &generator)
        }
    }

    private typealias Answer = (operation: String, text: String)

    /// Has all ask at once, while two sweepers end what is over.
    private static func race(
        _ operations: [String],
        of part: Quantity? = nil,
        for id: ID<Reservation>,
        in ledger: LedgerBench
    ) async throws -> [Answer] {
        let path = ["reservationId": id.description]
        let lines = part.map { #"{"lines":[{"line":1,"quantity":"\#($0)"}]}"# } ?? "{}"
        let sweeper = ReservationSweeper(
            committer: ledger.committer,
            database: ledger.database.pool
        )
        return try await withThrowingTaskGroup(of: Answer?.self) { group in
            for _ in 0..<2 {
                group.addTask {
                    while try await ledger.isEnding(id) { try await sweeper.sweep() }
                    return nil
                }
            }
            for operation in operations {
                let body = operation == "extendReservation" ? "{}" : lines
                group.addTask {
                    (operation, try await ledger.verdict(operation, body, path: path))
                }
            }
            return try await group.reduce(into: []) { answers, answer in
                if let answer { answers.append(answer) }
            }
        }
    }

    /// What became of a promise of one unit, which all that was answered has to agree with.
    private static func outcome(
        of id: ID<Reservation>,
        _ answers: [Answer],
        in ledger: LedgerBench
    ) async throws -> ReservationState {
        let refused = "409 wrong-state"
        #expect(answers.allSatisfy { ["200", refused].contains($0.text) })
        func accepted(_ operation: String) -> Int {
            answers.count { $0.operation == operation && $0.text == "200" }
        }
        let (taken, extended) = (accepted("consumeReservation"), accepted("extendReservation"))
        let line = try await ledger.reservedLine(of: id)
        let entries = try await ledger.rows("SELECT FROM entry WHERE reservation = \(id)").count
        #expect(entries == taken)
        switch line.state {
        case .consumed: #expect(taken == 1)
        case .expired: #expect(taken == 0 && extended == 0)
        default:
            // Who wanted to take it was a moment too late for its first end, and may try again.
            #expect(taken == 0 && extended == 1)
            let path = ["reservationId": id.description]
            #expect(try await ledger.verdict("consumeReservation", path: path) == "200")
        }
        return line.state
    }

    /// Expects that all figures say the same, and that nothing is promised any more.
    private static func expectAgreement(on sku: String, in ledger: LedgerBench) async throws {
        #expect(try await ledger.promisesInDoubt() == 0)
        // All that there was had been promised.
        let left = try await ledger.rows(
            "SELECT sum(reserved - consumed)::bigint AS left FROM reservation_line"
        )[0].decode("left", as: Quantity.self)
        let stock = try await ledger.succeed("getStock", path: ["sku": sku])
        #expect(stock["onHand"]?.text == "\(left)")
        #expect(stock["reserved"]?.text == "0")
        #expect(stock["available"]?.text == "\(left)")
        let told = try await ledger.facts(ReservationChanged.self)
        for (_, facts) in Dictionary(grouping: told, by: \.reservationId) {
            #expect(facts.map(\.version) == Array(1...Int64(facts.count)))
            // It ends once, and nothing is told of it after that.
            #expect(facts.map(\.state).firstIndex { $0 != .pending } == facts.count - 1)
        }
    }
}

extension LedgerBench {
    /// Promises goods for so many milliseconds, by the clock of the database.
    fileprivate func promise(
        _ quantity: Quantity,
        of sku: String,
        endingIn milliseconds: Int64
    ) async throws -> ID<Reservation> {
        let made = try await self.succeed(
            "createReservation",
            """
            {"warehouse":"LDN","expiresAt":"2099-01-01T00:00:00Z",
            "lines":[{"sku":"\(sku)","quantity":"\(quantity)"}]}
            """
        )
        let id = try #require(made["id"]?.text.flatMap { ID<Reservation>($0) })
        _ = try await self.rows(
            """
            UPDATE reservation
            SET expires_at = clock_timestamp() + \(milliseconds) * interval '1 millisecond'
            WHERE id = \(id)
            """
        )
        return id
    }

    /// Whether a promise holds something, and not for ever.
    fileprivate func isEnding(_ id: ID<Reservation>) async throws -> Bool {
        try await !self.rows(
            """
            SELECT FROM reservation
            WHERE id = \(id) AND state = 'pending' AND expires_at IS NOT NULL
            """
        ).isEmpty
    }

    fileprivate typealias ReservedUnits = (
        state: ReservationState, consumed: Quantity, released: Quantity
    )

    /// What became of the line of a promise.
    fileprivate func reservedLine(of id: ID<Reservation>) async throws -> ReservedUnits {
        let row = try await self.rows(
            """
            SELECT state, consumed, released
            FROM reservation
            JOIN reservation_line AS line ON line.reservation = reservation.id
            WHERE id = \(id)
            """
        )[0]
        return (
            try row.word("state"), try row.decode("consumed"), try row.decode("released")
        )
    }
}
