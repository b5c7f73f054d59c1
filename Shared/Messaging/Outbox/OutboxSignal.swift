import Synchronization

/// Wakes the relays of this process when a transaction has committed messages.
///
/// Only a hint: a relay also polls, so a lost signal costs a moment and nothing else. In process
/// and not by NOTIFY, whose lock at commit divides the throughput of writers by five.
package final class OutboxSignal: Sendable {
    /// The one that everything in this process uses unless told otherwise.
    package static let shared = OutboxSignal()

    private let listeners = Mutex<[Int: AsyncStream<Void>.Continuation]>([:])
    private let nextListener = Atomic<Int>(0)

    package init() {}

    /// Says that there may be something to publish; signals before the relay looks are one.
    package func notify() {
        let listeners = self.listeners.withLock { Array($0.values) }
        for listener in listeners {
            listener.yield()
        }
    }

    /// Signals from now on, and a way to add one for this listener alone.
    func listen() -> (signals: AsyncStream<Void>, poke: @Sendable () -> Void) {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Void.self,
            bufferingPolicy: .bufferingNewest(1)
        )
        let listener = self.nextListener.add(1, ordering: .relaxed).newValue
        self.listeners.withLock { $0[listener] = continuation }
        continuation.onTermination = { [weak self] _ in
            self?.listeners.withLock { $0[listener] = nil }
        }
        return (stream, { continuation.yield() })
    }
}
