import DequeModule

/// Reads that wait, and how many sessions work on them: a value without I/O and without a clock.
///
/// A session works on until no read waits, so that under load no read has a session woken for it.
struct ReadLine {
    /// Sessions that work on reads, and those that are waited for.
    private(set) var servers = 0
    private(set) var waiting: Deque<PendingRead> = []
    private let maximumServers: Int
    private let maximumWaiters: Int

    init(limits: PoolLimits) {
        self.maximumServers = limits.maximumConnections
        self.maximumWaiters = limits.maximumWaiters
    }

    /// Has a read wait; `false` where too many do.
    mutating func append(_ read: PendingRead) -> Bool {
        guard self.waiting.count < self.maximumWaiters else { return false }
        self.waiting.append(read)
        return true
    }

    /// Whether one more session should work, which the caller then answers for.
    mutating func claimServer() -> Bool {
        guard self.servers < self.maximumServers, !self.waiting.isEmpty else { return false }
        self.servers += 1
        return true
    }

    /// The read that waits longest.
    mutating func next() -> PendingRead? {
        self.waiting.popFirst()
    }

    /// Has a read wait again that nobody worked on.
    mutating func putBack(_ read: PendingRead) {
        self.waiting.prepend(read)
    }

    /// A session works on reads no more.
    mutating func endServer() {
        self.servers -= 1
    }

    /// Takes a read out; `false` where somebody works on it.
    mutating func remove(_ read: PendingRead) -> Bool {
        guard let index = self.waiting.firstIndex(where: { $0 === read }) else { return false }
        self.waiting.remove(at: index)
        return true
    }

    /// Takes out those that wait since before `instant`.
    mutating func removeAll(since instant: ContinuousClock.Instant) -> [PendingRead] {
        let late = self.waiting.prefix { $0.since <= instant }
        self.waiting.removeFirst(late.count)
        return Array(late)
    }
}
