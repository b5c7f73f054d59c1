import Synchronization

/// A number of things that may happen at once; more wait in line.
final class Permits: Sendable {
    private struct State {
        var available: Int
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>

    init(_ count: Int) {
        precondition(count > 0, "without a permit nothing happens")
        self.state = Mutex(State(available: count))
    }

    /// Takes a permit, waiting for one if need be.
    func acquire() async {
        await withCheckedContinuation { continuation in
            let isGranted = self.state.withLock { state in
                guard state.available == 0 else {
                    state.available -= 1
                    return true
                }
                state.waiters.append(continuation)
                return false
            }
            if isGranted { continuation.resume() }
        }
    }

    /// Gives a permit back, to the one who waits longest.
    func release() {
        let waiter = self.state.withLock { state in
            let waiter = state.waiters.isEmpty ? nil : state.waiters.removeFirst()
            if waiter == nil { state.available += 1 }
            return waiter
        }
        waiter?.resume()
    }
}
