import AMQP
import Synchronization

/// Where requests meet workers: one is taken in only by a worker that waits for it.
///
/// So no more are taken in than are worked on, and what was taken in never waits here.
final class RequestDesk: DeliveryReceiver {
    private struct State {
        /// Workers that wait; whoever came last is called first, with warm caches.
        var idle: [CheckedContinuation<ReceivedRequest?, Never>] = []
        /// Whether a request has been turned away since a worker last came.
        var hasTurnedAway = false
        var isClosed = false
    }

    private let state = Mutex(State())

    /// Gives a request to a worker; `false` while all are busy.
    func take(_ delivery: Delivery, at arrival: ContinuousClock.Instant) -> Bool {
        let worker = self.state.withLock { state in
            let worker = state.idle.popLast()
            if worker == nil { state.hasTurnedAway = true }
            return worker
        }
        worker?.resume(returning: ReceivedRequest(delivery: delivery, arrival: arrival))
        return worker != nil
    }

    /// Waits for a request; `nil` once the desk is closed.
    ///
    /// - Parameter askAgain: Runs where a request was turned away for want of a worker.
    func next(askAgain: () -> Void) async -> ReceivedRequest? {
        await withCheckedContinuation { worker in
            let (isClosed, hasTurnedAway) = self.state.withLock { state in
                if !state.isClosed { state.idle.append(worker) }
                defer { state.hasTurnedAway = false }
                return (state.isClosed, state.hasTurnedAway)
            }
            if isClosed {
                worker.resume(returning: nil)
            } else if hasTurnedAway {
                askAgain()
            }
        }
    }

    /// Sends the workers home, each when it has done what it is at.
    func close() {
        let idle = self.state.withLock { state in
            state.isClosed = true
            defer { state.idle = [] }
            return state.idle
        }
        for worker in idle { worker.resume(returning: nil) }
    }
}

/// A delivery and when it arrived, from which its budget counts.
struct ReceivedRequest: Sendable {
    let delivery: Delivery
    let arrival: ContinuousClock.Instant
}
