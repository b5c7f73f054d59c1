import ServiceLifecycle
import Synchronization

/// Holds back the services of a process until its surroundings are as they have to be.
package final class StartupGate: Sendable {
    private let state = Mutex(State())

    private struct State {
        var isOpen = false
        var waiting: [AsyncStream<Never>.Continuation] = []
    }

    package init() {}

    package func open() {
        let waiting = self.state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.finish() }
    }

    /// Waits until the gate opens.
    ///
    /// - Returns: `false` when the process stops before that.
    package func wait() async -> Bool {
        let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
        let isOpen = self.state.withLock { state in
            if !state.isOpen { state.waiting.append(continuation) }
            return state.isOpen
        }
        if isOpen { return true }
        for await _ in stream.cancelOnGracefulShutdown() {}
        return self.state.withLock { $0.isOpen } && !Task.isShuttingDownGracefully
    }
}
