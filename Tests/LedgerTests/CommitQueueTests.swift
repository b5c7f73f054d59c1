import Contracts
import Kernel
import LedgerDomain
import Messaging
import Testing

@testable import Ledger

struct CommitQueueTests {
    @Test func `commands that came together are decided in their order`() async throws {
        let queue = CommitQueue(CommitLimits())
        async let outcomes = queue.submit(CommitQueueTests.submissions(3))
        let batch = try #require(await queue.next(10))
        #expect(batch.map(\.place) == [0, 1, 2])
        for ticket in batch.reversed() { queue.settle(ticket, .done) }
        #expect(await outcomes.count == 3)
    }

    @Test func `what is postponed goes behind what waits`() async throws {
        let queue = CommitQueue(CommitLimits())
        async let outcomes = queue.submit(CommitQueueTests.submissions(3))
        let first = try #require(await queue.next(1))
        queue.end(of: 1)
        queue.giveBack(first)
        let rest = try #require(await queue.next(10))
        #expect(rest.map(\.place) == [1, 2, 0])
        #expect(rest.map(\.postponements) == [0, 0, 1])
        for ticket in rest { queue.settle(ticket, .done) }
        #expect(await outcomes.count == 3)
    }

    @Test func `a few commands wait for the batch in flight, and go together`() async throws {
        var limits = CommitLimits()
        limits.gathering = .seconds(600)
        let queue = CommitQueue(limits)
        async let outcomes = queue.submit(CommitQueueTests.submissions(3))
        let first = try #require(await queue.next(1))
        async let second = queue.next(10)
        queue.settle(first[0], .done)
        #expect(queue.depth == 2)
        queue.end(of: 1)
        let rest = try #require(await second)
        #expect(rest.map(\.place) == [1, 2])
        for ticket in rest { queue.settle(ticket, .done) }
        #expect(await outcomes.count == 3)
    }

    @Test func `a batch waits for those that the last one answered, and leaves with them`()
        async throws
    {
        var limits = CommitLimits()
        limits.rest = .seconds(600)
        let queue = CommitQueue(limits)
        async let first = queue.submit(CommitQueueTests.submissions(3))
        for ticket in try #require(await queue.next(10)) { queue.settle(ticket, .done) }
        #expect(await first.count == 3)
        queue.end(of: 3)
        async let second = queue.submit(CommitQueueTests.submissions(2))
        async let third = queue.submit(CommitQueueTests.submissions(1))
        await withTaskGroup { committers in
            for _ in 0..<2 { committers.addTask { await queue.next(10) } }
            // One of them waits for the clock, and the other takes the batch.
            let batch = (await committers.next() ?? nil) ?? []
            #expect(batch.count == 3)
            for ticket in batch { queue.settle(ticket, .done) }
            queue.end(of: batch.count)
            queue.close()
            committers.cancelAll()
        }
        #expect(await second.count == 2)
        #expect(await third.count == 1)
    }

    @Test func `many commands do not wait for the batch in flight`() async throws {
        var limits = CommitLimits()
        limits.gathering = .seconds(600)
        let queue = CommitQueue(limits)
        let count = limits.worthwhileLines + 1
        async let outcomes = queue.submit(CommitQueueTests.submissions(count))
        let first = try #require(await queue.next(1))
        let rest = try #require(await queue.next(100))
        #expect(rest.count == count - 1)
        for ticket in first + rest { queue.settle(ticket, .done) }
        #expect(await outcomes.count == count)
    }

    @Test func `a command does not wait for a batch that does not end`() async throws {
        let queue = CommitQueue(CommitLimits())
        async let outcomes = queue.submit(CommitQueueTests.submissions(2))
        let first = try #require(await queue.next(1))
        async let watch: Void = queue.watch()
        let rest = try #require(await queue.next(100))
        #expect(rest.count == 1)
        for ticket in first + rest { queue.settle(ticket, .done) }
        #expect(await outcomes.count == 2)
        queue.close()
        await watch
    }

    @Test func `what is over the limit is refused, and the others are decided`() async throws {
        var limits = CommitLimits()
        limits.queued = 2
        let queue = CommitQueue(limits)
        async let outcomes = queue.submit(CommitQueueTests.submissions(3))
        for ticket in try #require(await queue.next(10)) { queue.settle(ticket, .done) }
        let labels = await outcomes.map { outcome in
            if case .failed(CommitRefusal.overloaded) = outcome { "overloaded" } else { "done" }
        }
        #expect(labels == ["done", "done", "overloaded"])
    }

    @Test func `who waits longer is looked at less often`() {
        let limits = CommitLimits()
        let pauses = (0...5).map { limits.pause(after: $0) }
        let expected: [Duration] = [25, 50, 100, 200, 200, 200].map { .milliseconds($0) }
        #expect(pauses == expected)
    }

    private static func submissions(_ count: Int) -> [Submission] {
        (0..<count).map { _ in
            Submission(
                instruction: Instruction(
                    .expire(.make()),
                    by: Actor(kind: .service, name: "test"),
                    with: Authority()
                ),
                origin: .clock,
                cause: nil,
                patience: .now
            )
        }
    }
}
