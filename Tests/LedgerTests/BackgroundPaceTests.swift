import Kernel
import Postgres
import TestSupport
import Testing

@testable import Ledger

struct BackgroundPaceTests {
    @Test func `posting goes first, unless what follows it would be late or nobody posts`() {
        let pace = BackgroundPace(
            breath: .milliseconds(20),
            leisure: 4,
            patience: .seconds(60)
        )
        #expect(pace.rest(after: .milliseconds(50), lag: .seconds(59)) == .milliseconds(200))
        #expect(pace.rest(after: .milliseconds(1), lag: .seconds(1)) == .milliseconds(20))
        #expect(pace.rest(after: .milliseconds(50), lag: .seconds(60)) == .milliseconds(20))
        #expect(pace.rest(after: .milliseconds(50), isQuiet: true) == .milliseconds(20))
    }

    @Test(.requiresPostgres)
    func `it is quiet when nothing was recorded for a second`() async throws {
        try await LedgerBench.with { ledger in
            func isQuiet() async throws -> Bool {
                try await ledger.rows(BackgroundPace.quiet)[0].decode("is_quiet")
            }
            #expect(try await isQuiet())
            try await ledger.variant("NUT")
            try await ledger.buy(1, of: "NUT", for: "1")
            try await ledger.tamper("UPDATE ledger.entry SET recorded_at = now() + interval '9 s'")
            #expect(try await !isQuiet())
            try await ledger.tamper("UPDATE ledger.entry SET recorded_at = now() - interval '1 s'")
            #expect(try await isQuiet())
        }
    }

    @Test(.requiresPostgres, .timeLimit(.minutes(5)))
    func `work that took an hour goes on at once where nobody posts, and else not`() async throws {
        try await LedgerBench.with { ledger in
            let pace = BackgroundPace()
            let started = ContinuousClock.now - .seconds(3_600)
            try await ledger.database.pool.withDedicatedSession { session in
                try await pace.rest(since: started, on: session)
            }
            try await ledger.variant("NUT")
            try await ledger.buy(1, of: "NUT", for: "1")
            try await ledger.tamper("UPDATE ledger.entry SET recorded_at = now() + interval '1 h'")
            let pool = ledger.database.pool
            let first = try await withThrowingTaskGroup { group in
                group.addTask {
                    try await pool.withDedicatedSession { session in
                        try await pace.rest(since: started, on: session)
                    }
                    return "rested"
                }
                group.addTask {
                    try await Task.sleep(for: .milliseconds(300))
                    return "waited"
                }
                defer { group.cancelAll() }
                return try await group.next()
            }
            #expect(first == "waited")
        }
    }
}
