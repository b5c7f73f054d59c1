import Contracts
import Kernel
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// What was promised and withheld is told of any two times, and stays what it was told to be.
@Suite(.requiresPostgres)
struct PastPromiseTests {
    @Test func `what was promised and withheld between any two steps is told again`() async throws {
        try await LedgerBench.with { ledger in
            var journey = MilkJourney(ledger: ledger)
            try await journey.take()
            try await journey.expectMoments()
            // Of yesterday, and known from now on only: of the lot that was held for a while.
            try await ledger.receive(
                5,
                of: "MILK",
                lot: "L2",
                effectiveAt: .now.advanced(by: .seconds(-86_400))
            )
            journey.isLate = true
            try await journey.expectMoments()
            try await journey.expectSameBytes()
        }
    }

    @Test func `a promise that is still being written is not told of the time before it`()
        async throws
    {
        try await LedgerBench.with { ledger in
            try await ledger.variant("SLOW")
            try await ledger.receive(3, of: "SLOW")
            try await ledger.horizonPassed()
            let (before, knownAt) = try await PostgresSession.with(ledger.database.administration) {
                session in
                // Whoever promises something has read its clock when it waits for this.
                try await session.execute(
                    script: "begin; lock table ledger.reservation_change in share mode"
                )
                async let made = ledger.verdict("createReservation", Self.promise)
                try await eventually("the promise waits") {
                    try await ledger.rows(Self.waiting).count == 1
                }
                let far = try await Self.stock(["knownAt": "2999-01-01T00:00:00Z"], in: ledger)
                let told = try MessageCoding.decode(JSONValue.self, from: far)
                #expect(told["reserved"]?.text == "0")
                try await session.execute(script: "commit")
                #expect(try await made == "201")
                return (far, try #require(told["knownAt"]?.text))
            }
            try await ledger.horizonPassed(Self.lastPromise)
            #expect(try await Self.stock(["knownAt": knownAt], in: ledger) == before)
            let change = try await ledger.rows("SELECT recorded_at FROM reservation_change")[0]
            let time: Timestamp = try change.decode("recorded_at")
            #expect(time.description > knownAt)
            for (time, reserved) in [(time.advanced(by: .microseconds(-1)), "0"), (time, "2")] {
                for clock in ["knownAt", "asOf"] {
                    let then = try await Self.stock([clock: time.description], in: ledger)
                    let told = try MessageCoding.decode(JSONValue.self, from: then)
                    #expect(told["reserved"]?.text == reserved, "\(clock) \(time)")
                }
            }
        }
    }

    private static let waiting: SQL = """
        SELECT
        FROM pg_locks
        WHERE NOT granted AND relation = 'ledger.reservation_change'::regclass
        """
    private static let lastPromise: SQL = """
        SELECT max(recorded_at) AS recorded_at FROM reservation_change
        """
    private static let promise = #"{"warehouse":"LDN","lines":[{"sku":"SLOW","quantity":"2"}]}"#

    private static func stock(
        _ times: [String: String],
        in ledger: LedgerBench
    ) async throws -> [UInt8] {
        let answer = await ledger.ask("getStock", path: ["sku": "SLOW"], query: times)
        #expect(answer.status == 200)
        return Array(answer.body)
    }

    @Test func `of times before promises were remembered only what was withheld is told`()
        async throws
    {
        try await LedgerBench.with { ledger in
            try await ledger.keepMilk()
            try await ledger.variant("BARE")
            _ = try await ledger.succeed(
                "createReservation",
                #"{"warehouse":"LDN","lines":[{"sku":"MILK","quantity":"2"}]}"#
            )
            try await ledger.horizonPassed(Self.lastPromise)
            // As if the promise had been there when histories began.
            try await ledger.tamper("UPDATE ledger.reservation_change SET step = 'began'")
            let change = try await ledger.rows("SELECT recorded_at FROM reservation_change")[0]
            let began: Timestamp = try change.decode("recorded_at")
            for clock in ["knownAt", "asOf"] {
                let before = [clock: began.advanced(by: .microseconds(-1)).description]
                for told in try await MilkJourney.told(before, in: ledger) {
                    #expect(told == ["13", nil, "5", nil])
                }
                for told in try await MilkJourney.told([clock: "\(began)"], in: ledger) {
                    #expect(told == ["13", "2", "5", "6"])
                }
                let path = ["sku": "BARE"]
                let bare = try await ledger.succeed("getStock", path: path, query: before)
                #expect(MilkJourney.figures(bare) == ["0", nil, "0", nil])
            }
        }
    }

    @Test func `a lot that waits for inspection was withheld before anybody wrote it down`()
        async throws
    {
        try await LedgerBench.with { ledger in
            let lot = try await ledger.lot("L1", of: "MILK", expires: "2031-01-01")
            try await ledger.tamper(
                "UPDATE ledger.lot SET status = 'quarantined'",
                """
                INSERT INTO ledger.lot_change (
                    lot, version, status, reason, actor_kind, actor_name, recorded_at
                )
                SELECT id, 1, status, 'inspection', 'user', 'x', now() FROM ledger.lot
                """
            )
            let yesterday = Timestamp.now.advanced(by: .seconds(-86_400))
            try await ledger.receive(5, of: "MILK", lot: "L1", effectiveAt: yesterday)
            _ = try await ledger.changeLot(lot, "released")
            try await ledger.horizonPassed(
                "SELECT recorded_at FROM lot_change ORDER BY version DESC"
            )
            for (time, withheld) in [(yesterday, "5"), (.now, "0")] {
                for told in try await MilkJourney.told(["asOf": "\(time)"], in: ledger) {
                    #expect(told[0...2] == ["5", "0", withheld])
                }
            }
        }
    }
}
