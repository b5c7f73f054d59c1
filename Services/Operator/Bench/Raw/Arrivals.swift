import Synchronization

/// Whoever waits for a message that has to come back, by the message's name.
final class Arrivals: Sendable {
    private struct State {
        var waiting: [String: CheckedContinuation<Void, any Error>] = [:]
        /// What came before anyone waited for it.
        var early: Set<String> = []
        var isOver = false
    }

    private let state = Mutex(State())

    /// Waits until `name` has arrived.
    ///
    /// - Throws: ``LoadFailure`` when the time for arrivals is over.
    func wait(for name: String) async throws {
        try await withCheckedThrowingContinuation { continuation in
            let outcome = self.state.withLock { state -> Result<Void, LoadFailure>? in
                if state.early.remove(name) != nil { return .success(()) }
                if state.isOver { return .failure(Self.lost) }
                state.waiting[name] = continuation
                return nil
            }
            if let outcome { continuation.resume(with: outcome) }
        }
    }

    /// Says that `name` is here.
    func arrive(_ name: String) {
        let waiter = self.state.withLock { state in
            let waiter = state.waiting.removeValue(forKey: name)
            if waiter == nil, !state.isOver { state.early.insert(name) }
            return waiter
        }
        waiter?.resume()
    }

    /// Gives up everything that has not arrived.
    func end() {
        let waiters = self.state.withLock { state in
            defer { state.waiting = [:] }
            state.isOver = true
            return Array(state.waiting.values)
        }
        for waiter in waiters { waiter.resume(throwing: Self.lost) }
    }

    private static let lost = LoadFailure("a message did not arrive")
}
