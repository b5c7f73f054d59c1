import Testing

@testable import Ledger

struct CommitPaceTests {
    private let start = ContinuousClock.now
    private let rest = Duration.milliseconds(8)

    @Test func `the first batch waits for nobody`() {
        let pace = CommitPace(rest: self.rest, startingAt: self.start)
        #expect(pace.isTime(for: 1, at: self.start))
    }

    @Test func `who asks alone finds nobody missing`() {
        var pace = CommitPace(rest: self.rest, startingAt: self.start)
        pace.end(of: 1, waiting: 0, at: self.start)
        #expect(pace.isTime(for: 1, at: self.start))
    }

    @Test func `a batch waits for as many as were there, its own and those that waited`() {
        var pace = CommitPace(rest: self.rest, startingAt: self.start)
        pace.end(of: 5, waiting: 3, at: self.start)
        #expect(!pace.isTime(for: 7, at: self.start))
        #expect(pace.isTime(for: 8, at: self.start))
    }

    @Test func `nobody waits longer than the rest`() {
        var pace = CommitPace(rest: self.rest, startingAt: self.start)
        pace.end(of: 5, waiting: 3, at: self.start)
        #expect(!pace.isTime(for: 1, at: self.start + self.rest - .nanoseconds(1)))
        #expect(pace.isTime(for: 1, at: self.start + self.rest))
        #expect(pace.deadline == self.start + self.rest)
    }
}
