import AMQP
import DequeModule
import Logging
import Metrics
import Synchronization

/// Where requests meet workers: a bundle is taken in only while a worker waits.
///
/// So no more are taken in than are worked on, but for the other requests of the last bundle: less
/// than ``BundleFormat/maximumCount`` ever wait here.
final class RequestDesk: DeliveryReceiver {
    private typealias Worker = CheckedContinuation<ReceivedRequest?, Never>

    private struct State {
        /// Workers that wait; whoever came last is called first, with warm caches.
        var idle: [Worker] = []
        /// What was taken in and has no worker yet; empty while a worker is idle.
        var waiting: Deque<ReceivedRequest> = []
        /// Whether a bundle has been turned away since a worker last waited.
        var hasTurnedAway = false
        var isClosed = false
    }

    private let state = Mutex(State())

    /// Gives the requests of a bundle to workers; `false` while all are busy.
    ///
    /// What is no bundle is dropped: without a way to answer there is nobody to tell.
    func take(_ delivery: Delivery, at arrival: ContinuousClock.Instant) -> Bool {
        let hasRoom = self.state.withLock { state in
            if state.idle.isEmpty { state.hasTurnedAway = true }
            return !state.idle.isEmpty
        }
        guard hasRoom else { return false }
        do {
            let content = try RequestBundle(delivery.body)
            self.hand(ReceivedBundle(content, arrival: arrival))
        } catch {
            MessagingMetrics.malformedBundles.increment()
            Logger.current.warning(
                "Dropping something that is no bundle of requests",
                metadata: ["exchange": "\(delivery.exchange)", "error": "\(error)"]
            )
        }
        return true
    }

    /// Waits for a request; `nil` once the desk is closed and nothing that was taken in is left.
    ///
    /// - Parameter askAgain: Runs where a bundle was turned away for want of a worker.
    func next(askAgain: () -> Void) async -> ReceivedRequest? {
        if let request = self.state.withLock({ $0.waiting.popFirst() }) { return request }
        return await withCheckedContinuation { (worker: Worker) in
            let (request, mustWait, hasTurnedAway) = self.state.withLock { state in
                let request = state.waiting.popFirst()
                let mustWait = request == nil && !state.isClosed
                guard mustWait else { return (request, mustWait, false) }
                state.idle.append(worker)
                defer { state.hasTurnedAway = false }
                return (request, mustWait, state.hasTurnedAway)
            }
            if !mustWait {
                worker.resume(returning: request)
            } else if hasTurnedAway {
                askAgain()
            }
        }
    }

    /// Sends the workers home, each when it has done what it is at and nothing waits.
    func close() {
        let idle = self.state.withLock { state in
            state.isClosed = true
            defer { state.idle = [] }
            return state.idle
        }
        for worker in idle { worker.resume(returning: nil) }
    }

    private func hand(_ bundle: ReceivedBundle) {
        let pairs = self.state.withLock { state in
            state.waiting.append(
                contentsOf: bundle.content.requests.lazy.map {
                    ReceivedRequest(bundle: bundle, request: $0)
                }
            )
            var pairs: [(Worker, ReceivedRequest)] = []
            while !state.idle.isEmpty, let request = state.waiting.popFirst() {
                pairs.append((state.idle.removeLast(), request))
            }
            return pairs
        }
        for (worker, request) in pairs { worker.resume(returning: request) }
    }
}
