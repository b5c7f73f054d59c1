import Synchronization

/// Counts how often something happened, from any task.
package final class Tally: Sendable {
    private let counts = Mutex<[Int: Int]>([:])

    package init() {}

    /// Counts once more and returns the new count.
    @discardableResult
    package func add(_ number: Int) -> Int {
        self.counts.withLock { counts in
            counts[number, default: 0] += 1
            return counts[number, default: 0]
        }
    }

    package func count(of number: Int) -> Int { self.counts.withLock { $0[number] ?? 0 } }

    package var all: [Int: Int] { self.counts.withLock { $0 } }
}

/// Opens once, from any task.
package final class Gate: Sendable {
    private let state = Atomic(false)

    package init() {}

    package var isOpen: Bool { self.state.load(ordering: .acquiring) }

    package func open() {
        self.state.store(true, ordering: .releasing)
    }
}
