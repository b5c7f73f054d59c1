import AMQP
import Contracts
import Logging
import Metrics
import Synchronization

/// The answers that are waited for, by correlation; a limited number, each for a limited time.
///
/// An answer is handed over as it came: reading it is up to the task that waits.
final class PendingReplies: Sendable {
    typealias Outcome = Result<ArrivedReply, any Error>
    private typealias Waiter = CheckedContinuation<ArrivedReply, any Error>

    private enum Progress {
        /// Asked, and nobody waits yet.
        case expected
        case waiting(Waiter)
        case arrived(Outcome)
    }

    private struct Entry {
        var progress = Progress.expected
        let deadline: ContinuousClock.Instant
    }

    private let entries: Mutex<ReplyTable<Entry>>

    init(limit: Int) {
        self.entries = Mutex(ReplyTable(limit: limit))
    }

    var count: Int { self.entries.withLock { $0.count } }

    /// Expects an answer; `nil` when too many are waited for.
    func expect(until deadline: ContinuousClock.Instant) -> UInt64? {
        self.entries.withLock { $0.add(Entry(deadline: deadline)) }
    }

    /// Waits for an expected answer, which may have come already.
    func reply(to key: UInt64) async throws -> ArrivedReply {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: Waiter) in
                let outcome: Outcome? = self.entries.withLock { entries in
                    switch entries[key]?.progress {
                    case .expected:
                        entries[key]?.progress = .waiting(continuation)
                        return nil
                    case .arrived(let outcome):
                        entries[key] = nil
                        return outcome
                    case .waiting, nil:
                        return .failure(CancellationError())
                    }
                }
                if let outcome { continuation.resume(with: outcome) }
            }
        } onCancel: {
            self.finish(key, with: .failure(CancellationError()))
        }
    }

    /// Delivers an answer; `false` when nobody expects it, because it is late or a second one.
    @discardableResult
    func finish(_ key: UInt64, with outcome: Outcome) -> Bool {
        self.finish([(key, outcome)]) == 1
    }

    /// Delivers several at once; how many were expected.
    @discardableResult
    func finish(_ outcomes: [(key: UInt64, outcome: Outcome)]) -> Int {
        var waiters: [(waiter: Waiter, outcome: Outcome)] = []
        var known = 0
        self.entries.withLock { entries in
            for (key, outcome) in outcomes {
                switch entries[key]?.progress {
                case .expected:
                    entries[key]?.progress = .arrived(outcome)
                    known += 1
                case .waiting(let continuation):
                    entries[key] = nil
                    waiters.append((continuation, outcome))
                    known += 1
                case .arrived, nil: continue
                }
            }
        }
        for (waiter, outcome) in waiters { waiter.resume(with: outcome) }
        return known
    }

    /// Stops expecting an answer.
    func forget(_ key: UInt64) {
        self.entries.withLock { $0[key] = nil }
    }

    /// Fails what is waited for longer than it may be.
    func expire(now: ContinuousClock.Instant) {
        self.fail(with: .timedOut()) { $0.deadline <= now }
    }

    /// Fails everything that is waited for.
    func failAll(with problem: Problem) {
        self.fail(with: problem) { _ in true }
    }

    private func fail(with problem: Problem, where isMeant: @Sendable (Entry) -> Bool) {
        let keys = self.entries.withLock { $0.keys(where: isMeant) }
        self.finish(keys.map { ($0, .failure(problem)) })
    }
}

extension PendingReplies: DeliveryReceiver {
    /// Takes every bundle, and counts the answers that nobody waits for.
    func take(_ delivery: Delivery, at arrival: ContinuousClock.Instant) -> Bool {
        do {
            let replies = try ReplyBundle(delivery.body).replies
            let known = self.finish(replies.map { ($0.correlation, .success($0)) })
            if known < replies.count {
                MessagingMetrics.unknownReplies.increment(by: replies.count - known)
            }
        } catch {
            MessagingMetrics.malformedBundles.increment()
            Logger.current.warning(
                "Dropping something that is no bundle of answers",
                metadata: ["error": "\(error)"]
            )
        }
        return true
    }
}
