import Synchronization

/// Counts who is inside, and turns away who would be too many.
final class WaitingCount: Sendable {
    private let count = Mutex(0)

    func enter(limit: Int) -> Bool {
        self.count.withLock { count in
            guard count < limit else { return false }
            count += 1
            return true
        }
    }

    func leave() {
        self.count.withLock { $0 -= 1 }
    }
}
