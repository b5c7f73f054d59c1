package import Kernel

/// How many wrong passwords an account has seen, and until when it is locked for that.
///
/// After ``freeAttempts`` failures each further one locks the account for twice as long as the one
/// before, up to ``longestLock``. A success, or ``memory`` without a failure, forgets them.
package struct SignInThrottle: Hashable, Sendable {
    package static let freeAttempts = 5
    package static let firstLock = Duration.seconds(30)
    package static let longestLock = Duration.seconds(15 * 60)
    package static let memory = Duration.seconds(60 * 60)

    package private(set) var failures: Int
    package private(set) var lastFailureAt: Timestamp?
    package private(set) var lockedUntil: Timestamp?

    package init(failures: Int = 0, lastFailureAt: Timestamp? = nil, lockedUntil: Timestamp? = nil)
    {
        self.failures = failures
        self.lastFailureAt = lastFailureAt
        self.lockedUntil = lockedUntil
    }

    /// How long a sign-in has to wait; `nil` when it may be tried now.
    package func wait(at now: Timestamp) -> Duration? {
        guard let lockedUntil, now < lockedUntil else { return nil }
        return lockedUntil.duration(since: now)
    }

    package mutating func recordFailure(at now: Timestamp) {
        if let lastFailureAt, now.duration(since: lastFailureAt) > Self.memory { self.failures = 0 }
        self.failures += 1
        self.lastFailureAt = now
        let locks = self.failures - Self.freeAttempts
        guard locks >= 0 else { return }
        let duration = Self.firstLock * (1 << min(locks, 10))
        self.lockedUntil = now.advanced(by: min(duration, Self.longestLock))
    }

    /// Takes back a failure that was recorded in advance of an attempt that never took place.
    package mutating func withdrawFailure() {
        self.failures = max(0, self.failures - 1)
        if self.failures < Self.freeAttempts { self.lockedUntil = nil }
    }
}
