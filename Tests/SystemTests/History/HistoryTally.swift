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

    private struct State {
        var counts = Counts()
        var waiting: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []

        /// Takes out those who wait for no more than has been done.
        mutating func due(_ isOver: Bool = false) -> [CheckedContinuation<Void, Never>] {
            let done = isOver ? Int.max : self.counts.done
            let due = self.waiting.filter { $0.count <= done }.map(\.continuation)
            self.waiting.removeAll { $0.count <= done }
            return due
        }
    }

    private let state = Mutex(State())

    var counts: Counts { self.state.withLock(\.counts) }

    func add(_ part: any WritableKeyPath<Counts, Int> & Sendable) {
        let due = self.state.withLock { state in
            state.counts[keyPath: part] += 1
            return state.due()
        }
        for continuation in due { continuation.resume() }
    }

    /// Waits until so many operations are done, or the task is cancelled: at the very moment, because a
    /// second later all of them may be.
    func reach(_ count: Int) async throws {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let due = self.state.withLock { state in
                    state.waiting.append((count, continuation))
                    return state.due(Task.isCancelled)
                }
                for continuation in due { continuation.resume() }
            }
        } onCancel: {
            for continuation in self.state.withLock({ $0.due(true) }) { continuation.resume() }
        }
        try Task.checkCancellation()
    }
}
