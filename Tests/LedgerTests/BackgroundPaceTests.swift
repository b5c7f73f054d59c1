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
    }

    @Test func `those who share their time rest one after the other`() {
        let now = ContinuousClock.now
        let share = BackgroundShare(now: now)
        #expect(share.owe(.seconds(9), now: now) == now + .seconds(9))
        #expect(share.owe(.seconds(1), now: now + .seconds(2)) == now + .seconds(10))
        #expect(share.owe(.seconds(1), now: now + .seconds(20)) == now + .seconds(21))
        share.clear(now: now + .seconds(20))
        #expect(share.owe(.seconds(1), now: now + .seconds(20)) == now + .seconds(21))
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

    @Test(.requiresPostgres, .timeLimit(.minutes(1)))
    func `work that took an hour goes on at once where nobody posts, and else not`() async throws {
        try await LedgerBench.with { ledger in
            let pace = BackgroundPace()
            try await ledger.rest(after: .seconds(3_600), at: pace)
            try await ledger.postForAnHour()
            let isResting = try await ledger.isResting(after: .seconds(3_600), at: pace)
            #expect(isResting)
        }
    }

    @Test(.requiresPostgres, .timeLimit(.minutes(1)))
    func `who is unhurried rests where nobody posts, and makes nobody else rest`() async throws {
        try await LedgerBench.with { ledger in
            let pace = BackgroundPace(isUnhurried: true)
            let isResting = try await ledger.isResting(after: .seconds(3_600), at: pace)
            #expect(isResting)
            #expect(pace.share.owe(.zero) <= .now)
        }
    }

    @Test(.requiresPostgres, .timeLimit(.minutes(1)))
    func `who rests for hours goes on once nobody posts any more, and so do others`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.postForAnHour()
            let pace = BackgroundPace()
            async let rest: Void = ledger.rest(after: .seconds(3_600), at: pace)
            try await eventually("a rest is owed") {
                pace.share.owe(.zero) > .now + .seconds(3_600)
            }
            try await ledger.tamper("UPDATE ledger.entry SET recorded_at = now() - interval '1 s'")
            try await rest
            #expect(pace.share.owe(.zero) < .now + .seconds(3_600))
        }
    }

    @Test(.requiresPostgres, .timeLimit(.minutes(1)))
    func `work rests until it would be late, whatever the others owe`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.postForAnHour()
            let pace = BackgroundPace(patience: .milliseconds(200))
            _ = pace.share.owe(.seconds(3_600))
            try await ledger.rest(after: .milliseconds(50), at: pace)
            #expect(pace.share.owe(.zero) > .now + .seconds(3_000))
        }
    }
}

extension LedgerBench {
    fileprivate func rest(after work: Duration, at pace: BackgroundPace) async throws {
        try await self.database.pool.withDedicatedSession { session in
            try await pace.rest(since: .now - work, on: session)
        }
    }

    /// Whether it still rests after a while.
    fileprivate func isResting(after work: Duration, at pace: BackgroundPace) async throws -> Bool {
        try await withThrowingTaskGroup { group in
            group.addTask {
                try await self.rest(after: work, at: pace)
                return false
            }
            group.addTask {
                try await Task.sleep(for: .milliseconds(300))
                return true
            }
            defer { group.cancelAll() }
            return try await group.next() ?? false
        }
    }

    fileprivate func postForAnHour() async throws {
        try await self.variant("NUT")
        try await self.buy(1, of: "NUT", for: "1")
        try await self.tamper("UPDATE ledger.entry SET recorded_at = now() + interval '1 h'")
    }
}
