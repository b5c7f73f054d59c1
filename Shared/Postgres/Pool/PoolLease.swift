/// A connection that was taken out of the pool, and when it is too old to go back.
struct PoolLease<Connection: Sendable>: Sendable {
    let connection: Connection
    let retireAt: ContinuousClock.Instant
}

/// The limits that a pool keeps.
struct PoolLimits {
    let maximumConnections: Int
    let maximumWaiters: Int
    /// After the first failure to connect; doubled by each further one.
    var firstPause: Duration = .milliseconds(50)
    var longestPause: Duration = .seconds(2)

    func pause(afterFailures failures: Int) -> Duration {
        // Bounds the shift; the longest pause is reached long before.
        let doublings = min(max(failures - 1, 0), 16)
        return min(self.firstPause * (1 << doublings), self.longestPause)
    }
}
