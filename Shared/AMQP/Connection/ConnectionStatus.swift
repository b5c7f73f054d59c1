import Synchronization

/// The state of a connection, readable from anywhere.
final class ConnectionStatus: Sendable {
    private struct State {
        var current = ConnectionState.connecting
        var watchers: [Int: AsyncStream<ConnectionState>.Continuation] = [:]
        var nextWatcher = 0
    }

    /// How many changes a slow watcher may lag behind before it misses the oldest.
    private static let bufferedStates = 16

    private let state = Mutex(State())

    var current: ConnectionState {
        self.state.withLock { $0.current }
    }

    func change(to next: ConnectionState) {
        let watchers = self.state.withLock { state in
            state.current = next
            return Array(state.watchers.values)
        }
        for watcher in watchers {
            watcher.yield(next)
            if next == .closed { watcher.finish() }
        }
    }

    /// The present state and all that follow; ends with ``ConnectionState/closed``.
    func watch() -> AsyncStream<ConnectionState> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: ConnectionState.self,
            bufferingPolicy: .bufferingNewest(Self.bufferedStates)
        )
        let (key, present) = self.state.withLock { state in
            let key = state.nextWatcher
            state.nextWatcher += 1
            state.watchers[key] = continuation
            continuation.yield(state.current)
            return (key, state.current)
        }
        continuation.onTermination = { [weak self] _ in
            _ = self?.state.withLock { $0.watchers.removeValue(forKey: key) }
        }
        if present == .closed { continuation.finish() }
        return stream
    }
}
