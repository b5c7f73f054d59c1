/// Notices that everything fails, so that a queue is not emptied into the dead letters.
///
/// - Working: messages are handled in batches. Becomes probing after a number of transient failures
///   in a row; what is only premature does not count.
/// - Probing: messages are handled one at a time, with growing pauses. Becomes working with the
///   first that does not fail.
struct OutageGuard {
    private let threshold: Int
    private let pauses: ClosedRange<Duration>
    private var failures = 0

    init(_ policy: RetryPolicy) {
        self.threshold = policy.failuresUntilProbing
        self.pauses = policy.probePauses
    }

    /// How long to wait before the next message; `nil` while working.
    var pause: Duration? {
        guard self.failures >= self.threshold else { return nil }
        return self.pauses.doubled(times: self.failures - self.threshold)
    }

    mutating func record(_ dispositions: [Disposition]) {
        for disposition in dispositions {
            switch disposition {
            case .done, .deadLetter: self.failures = 0
            case .retry(let failure) where failure.kind == .premature: continue
            case .retry: self.failures += 1
            }
        }
    }
}

extension ClosedRange<Duration> {
    /// The lower bound doubled a number of times, at most the upper bound.
    func doubled(times: Int) -> Duration {
        Swift.min(self.lowerBound * (1 << Swift.min(Swift.max(times, 0), 20)), self.upperBound)
    }
}
