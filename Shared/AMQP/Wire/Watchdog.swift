import CRabbitMQ
import Foundation
import Glibc
import Metrics
import Synchronization

/// Frees a thread that hangs in librabbitmq.
///
/// Version 0.11.0 can wait for ever in a write to a peer that has frozen (rabbitmq-c#780, #788). When an
/// operation passes its deadline, a second thread shuts the socket down and the write fails.
/// It never closes the descriptor, whose number the process might use again.
final class Watchdog: Sendable {
    private struct State {
        var descriptor: Int32 = -1
        var deadline: ContinuousClock.Instant?
        var hasKilled = false
        var isEnding = false
    }

    private let state = Mutex(State())
    private let doorbell: Doorbell

    /// Starts the watching thread; `interval` bounds how late it notices.
    init(interval: Duration) {
        let doorbell = Doorbell()
        self.doorbell = doorbell
        let milliseconds = Int32((interval / .milliseconds(1)).rounded(.up))
        Thread.detachNewThread { [weak self] in
            var descriptor = pollfd(fd: doorbell.descriptor, events: Int16(POLLIN), revents: 0)
            while true {
                unsafe poll(&descriptor, 1, milliseconds)
                guard let self, self.inspect() else { return }
            }
        }
    }

    deinit {
        self.doorbell.ring()
    }

    /// Watches `descriptor` from now on; -1 watches nothing.
    func guardSocket(_ descriptor: Int32) {
        self.state.withLock { state in
            state.descriptor = descriptor
            state.deadline = nil
            state.hasKilled = false
        }
    }

    /// Whether this watchdog has shut the present socket down.
    var hasKilled: Bool {
        self.state.withLock { $0.hasKilled }
    }

    /// Limits what comes next; returns the limit around it, for ``restore(_:)``.
    func arm(_ limit: Duration) -> ContinuousClock.Instant? {
        let deadline = ContinuousClock.now + limit
        return self.state.withLock { state in
            let outer = state.deadline
            state.deadline = deadline
            return outer
        }
    }

    /// Ends a limit; what is left of the one around it applies again.
    func restore(_ outer: ContinuousClock.Instant?) {
        self.state.withLock { $0.deadline = outer }
    }

    func end() {
        self.state.withLock { $0.isEnding = true }
        self.doorbell.ring()
    }

    /// Shuts the socket down if its operation is overdue; `false` when the watch is over.
    private func inspect() -> Bool {
        let (continues, kills) = self.state.withLock { state in
            guard !state.isEnding else { return (false, false) }
            guard let deadline = state.deadline, deadline < .now, state.descriptor >= 0 else {
                return (true, false)
            }
            shutdown(state.descriptor, Int32(SHUT_RDWR))
            state.deadline = nil
            state.hasKilled = true
            return (true, true)
        }
        if kills { AMQPMetrics.watchdogKills.increment() }
        return continues
    }
}
