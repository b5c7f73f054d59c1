import Synchronization

/// Statements that read, and who waits for their rows.
final class PendingRead: Sendable {
    /// What PostgreSQL said, or why it was not asked.
    typealias Outcome = Result<Result<[Rows], any Error>, any Error>

    private enum Progress {
        /// Nobody waits yet.
        case expected
        case waiting(CheckedContinuation<Outcome, Never>)
        case finished(Outcome)
    }

    let statements: [SQL]
    let since = ContinuousClock.now
    private let progress = Mutex(Progress.expected)

    init(_ statements: [SQL]) {
        self.statements = statements
    }

    /// Waits for the rows; nobody else may.
    func outcome() async -> Outcome {
        await withCheckedContinuation { continuation in
            let outcome: Outcome? = self.progress.withLock { progress in
                guard case .finished(let outcome) = progress else {
                    progress = .waiting(continuation)
                    return nil
                }
                return outcome
            }
            if let outcome { continuation.resume(returning: outcome) }
        }
    }

    /// Tells how it ended; the first word counts.
    func finish(_ outcome: Outcome) {
        let waiter: CheckedContinuation<Outcome, Never>? = self.progress.withLock { progress in
            switch progress {
            case .expected:
                progress = .finished(outcome)
                return nil
            case .waiting(let continuation):
                progress = .finished(outcome)
                return continuation
            case .finished:
                return nil
            }
        }
        waiter?.resume(returning: outcome)
    }
}
