import DequeModule

/// What the pool knows, and everything it decides: a value without I/O and without a clock.
///
/// A connection is *opening*, *idle* or *leased*; there are never more of the three together than
/// `maximumConnections`, and never an idle one while somebody waits. Transitions:
/// ```
///           claimOpening      opened              lease, hand over
/// (nothing) ───────────▶ opening ───────▶ idle ◀──────────────▶ leased
///                           │ failedToOpen  │ retireIdle, drain    │ release: broken or too old
///                           ▼               ▼                      ▼
///                       (nothing)       (nothing)              (nothing)
/// ```
/// The pool itself goes from *accepting* to *draining*, and never back.
struct PoolState<Connection: Sendable, Waiter: Sendable> {
    typealias Instant = ContinuousClock.Instant

    private let limits: PoolLimits
    private(set) var isDraining = false
    private(set) var opening = 0
    private(set) var leased = 0
    /// The most recently used last, so that the others get old and the pool shrinks.
    private(set) var idle: [PoolLease<Connection>] = []
    private(set) var waiters: Deque<(id: Int, waiter: Waiter)> = []
    /// How often in a row no connection could be made.
    private(set) var failures = 0
    private var nextAttempt: Instant?

    init(limits: PoolLimits) {
        self.limits = limits
    }

    /// Whether everything has been handed back after ``drain()``.
    var isDrained: Bool { self.isDraining && self.leased == 0 }

    /// Why a caller gets no connection.
    enum Refusal: Error {
        case draining
        case tooManyWaiters
        case tooLate
    }

    enum Acquisition: Sendable {
        case leased(PoolLease<Connection>)
        case waiting
        case refused(Refusal)
    }

    /// What becomes of a connection that nobody holds.
    enum Placement: Sendable {
        case handed(Waiter)
        case idle
        /// The caller has to close it.
        case discarded
    }

    /// Takes an idle connection without waiting for one.
    mutating func leaseIdle() -> PoolLease<Connection>? {
        guard !self.isDraining, let lease = self.idle.popLast() else { return nil }
        self.leased += 1
        return lease
    }

    /// Takes an idle connection, or has `waiter` wait for one behind those who came before.
    mutating func acquire(
        _ id: Int,
        _ waiter: Waiter,
        until deadline: Instant,
        now: Instant
    ) -> Acquisition {
        if self.isDraining { return .refused(.draining) }
        if let lease = self.leaseIdle() { return .leased(lease) }
        if now >= deadline { return .refused(.tooLate) }
        if self.waiters.count >= self.limits.maximumWaiters { return .refused(.tooManyWaiters) }
        self.waiters.append((id, waiter))
        return .waiting
    }

    /// Takes back a waiter that gave up; `nil` when it was served in the meantime.
    mutating func remove(_ id: Int) -> Waiter? {
        guard let index = self.waiters.firstIndex(where: { $0.id == id }) else { return nil }
        return self.waiters.remove(at: index).waiter
    }

    /// Decides on one more connection; the caller repeats this until it returns `nil`.
    ///
    /// While the server is away a single attempt is under way, and the pauses between attempts
    /// grow.
    ///
    /// - Returns: How long to wait before connecting.
    mutating func claimOpening(now: Instant) -> Duration? {
        guard !self.isDraining, self.opening < self.waiters.count,
            self.opening + self.idle.count + self.leased < self.limits.maximumConnections,
            self.failures == 0 || self.opening == 0
        else { return nil }
        self.opening += 1
        guard let nextAttempt = self.nextAttempt else { return .zero }
        return max(nextAttempt - now, .zero)
    }

    mutating func opened(_ lease: PoolLease<Connection>) -> Placement {
        self.opening -= 1
        self.failures = 0
        self.nextAttempt = nil
        return self.place(lease)
    }

    mutating func failedToOpen(now: Instant) {
        self.opening -= 1
        self.failures += 1
        self.nextAttempt = now + self.limits.pause(afterFailures: self.failures)
    }

    /// Takes a connection back.
    ///
    /// - Parameter isReusable: Whether it is idle, whole and outside of any transaction.
    mutating func release(
        _ lease: PoolLease<Connection>,
        isReusable: Bool,
        now: Instant
    ) -> Placement {
        self.leased -= 1
        return isReusable && lease.retireAt > now ? self.place(lease) : .discarded
    }

    /// Takes out the idle connections that are too old.
    mutating func retireIdle(now: Instant) -> [Connection] {
        let retired = self.idle.filter { $0.retireAt <= now }
        self.idle.removeAll { $0.retireAt <= now }
        return retired.map(\.connection)
    }

    /// Refuses everyone from now on; connections that are in use are discarded on release.
    mutating func drain() -> (waiters: [Waiter], connections: [Connection]) {
        self.isDraining = true
        defer {
            self.waiters = []
            self.idle = []
        }
        return (self.waiters.map(\.waiter), self.idle.map(\.connection))
    }

    private mutating func place(_ lease: PoolLease<Connection>) -> Placement {
        if self.isDraining { return .discarded }
        guard let next = self.waiters.popFirst() else {
            self.idle.append(lease)
            return .idle
        }
        self.leased += 1
        return .handed(next.waiter)
    }
}
