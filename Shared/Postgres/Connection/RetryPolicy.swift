/// Decides whether a failed transaction is tried again, and after which pause.
///
/// Only where nothing has changed: never after `commitUnknown`.
struct RetryPolicy {
    private var conflicts: Int
    private var lockTimeouts = RetryPolicy.lockTimeoutRetries
    private var lostSessions = RetryPolicy.lostSessionRetries

    /// Each of these has already waited for `lock_timeout`.
    static let lockTimeoutRetries = 1
    /// Enough for a server that restarts while several sessions are in use.
    static let lostSessionRetries = 2
    /// The longest pause before the first retry; it doubles with each.
    static let firstPause: Duration = .milliseconds(5)
    static let longestPause: Duration = .milliseconds(200)

    private var pause = RetryPolicy.firstPause

    init(_ options: TransactionOptions) {
        self.conflicts = options.retries
        if options.retries == 0 {
            self.lockTimeouts = 0
            self.lostSessions = 0
        }
    }

    /// The pause before the next attempt, random so that those who collided do so no more;
    /// `nil` where there is to be none.
    mutating func pause(
        after error: any Error,
        using generator: inout some RandomNumberGenerator
    ) -> Duration? {
        guard let error = error as? PostgresError, self.consume(error) else { return nil }
        let limit = self.pause
        self.pause = min(limit * 2, RetryPolicy.longestPause)
        return limit * Double.random(in: 0.5...1, using: &generator)
    }

    private mutating func consume(_ error: PostgresError) -> Bool {
        if error.code == .conflict { return RetryPolicy.take(&self.conflicts) }
        if error.isLockTimeout { return RetryPolicy.take(&self.lockTimeouts) }
        if error.code == .connection { return RetryPolicy.take(&self.lostSessions) }
        return false
    }

    private static func take(_ allowance: inout Int) -> Bool {
        guard allowance > 0 else { return false }
        allowance -= 1
        return true
    }
}
