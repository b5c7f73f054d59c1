import AMQP
import Contracts
import FoundationEssentials
import Metrics
import Synchronization

/// The answers that are waited for, by correlation identifier; a limited number, each for a limited
/// time.
///
/// An answer is handed over as it came: reading it is up to the task that waits.
final class PendingReplies: Sendable {
    typealias Outcome = Result<Delivery, any Error>

    private enum Progress {
        /// Asked, and nobody waits yet.
        case expected
        case waiting(CheckedContinuation<Delivery, any Error>)
        case arrived(Outcome)
    }

    private struct Entry {
        var progress = Progress.expected
        let deadline: ContinuousClock.Instant
    }

    private let limit: Int
    private let entries = Mutex<[UUID: Entry]>([:])

    init(limit: Int) {
        self.limit = limit
    }

    var count: Int { self.entries.withLock { $0.count } }

    /// Expects an answer; `false` when too many are waited for.
    func expect(_ id: UUID, until deadline: ContinuousClock.Instant) -> Bool {
        self.entries.withLock { entries in
            guard entries.count < self.limit else { return false }
            entries[id] = Entry(deadline: deadline)
            return true
        }
    }

    /// Waits for an expected answer, which may have come already.
    func reply(to id: UUID) async throws -> Delivery {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let outcome: Outcome? = self.entries.withLock { entries in
                    switch entries[id]?.progress {
                    case .expected:
                        entries[id]?.progress = .waiting(continuation)
                        return nil
                    case .arrived(let outcome):
                        entries[id] = nil
                        return outcome
                    case .waiting, nil:
                        return .failure(CancellationError())
                    }
                }
                if let outcome { continuation.resume(with: outcome) }
            }
        } onCancel: {
            self.finish(id, with: .failure(CancellationError()))
        }
    }

    /// Delivers an answer; `false` when nobody expects it, because it is late or a second one.
    @discardableResult
    func finish(_ id: UUID, with outcome: Outcome) -> Bool {
        let (isKnown, waiter) = self.entries.withLock { entries in
            switch entries[id]?.progress {
            case .expected:
                entries[id]?.progress = .arrived(outcome)
                return (true, nil as CheckedContinuation<Delivery, any Error>?)
            case .waiting(let continuation):
                entries[id] = nil
                return (true, continuation)
            case .arrived, nil:
                return (false, nil)
            }
        }
        waiter?.resume(with: outcome)
        return isKnown
    }

    /// Stops expecting an answer.
    func forget(_ id: UUID) {
        self.entries.withLock { $0[id] = nil }
    }

    /// Fails what is waited for longer than it may be.
    func expire(now: ContinuousClock.Instant) {
        self.fail(with: .timedOut()) { $0.deadline <= now }
    }

    /// Fails everything that is waited for.
    func failAll(with problem: Problem) {
        self.fail(with: problem) { _ in true }
    }

    private func fail(with problem: Problem, where isMeant: (Entry) -> Bool) {
        let ids = self.entries.withLock { entries in
            entries.filter { isMeant($0.value) }.map(\.key)
        }
        for id in ids {
            self.finish(id, with: .failure(problem))
        }
    }
}

extension PendingReplies: DeliveryReceiver {
    /// Takes every answer, and counts those that nobody waits for.
    func take(_ delivery: Delivery, at arrival: ContinuousClock.Instant) -> Bool {
        let id = ReplyMessage.correlationID(of: delivery)
        let isExpected = id.map { self.finish($0, with: .success(delivery)) } ?? false
        if !isExpected { MessagingMetrics.unknownReplies.increment() }
        return true
    }
}
