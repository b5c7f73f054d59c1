import Synchronization

/// What the clients of a history count together.
final class HistoryTally: Sendable {
    struct Counts: Sendable {
        /// Operations that were answered.
        var answered = 0
        /// Operations of which nobody knows the outcome.
        var unknown = 0
        /// Attempts that were left without an answer.
        var repeated = 0

        var done: Int { self.answered + self.unknown }
    }

    private let state = Mutex(Counts())

    var counts: Counts { self.state.withLock { $0 } }

    func add(_ part: any WritableKeyPath<Counts, Int> & Sendable) {
        self.state.withLock { $0[keyPath: part] += 1 }
    }
}
