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
}
