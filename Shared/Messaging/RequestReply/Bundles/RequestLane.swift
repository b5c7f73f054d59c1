import AMQP
import Contracts
import DequeModule
import Kernel
import Synchronization

/// The requests of one instance to one service that wait to be sent.
///
/// One is sent at once while few bundles are on their way. When the broker has not confirmed that many
/// the next requests gather, so a crowd shares messages, the fuller the slower the broker is, and no
/// timer is needed (after RFC 896, which does the same for segments of TCP).
final class RequestLane: MessageSource {
    /// Bundles without an outcome, beyond which requests gather.
    ///
    /// More than one, because the broker may answer a request before it confirms it: whoever asks one
    /// thing after the other would wait for the confirm of what has been answered.
    static let maximumInFlight = 4

    /// Told that requests will not be answered, and why.
    typealias Failing = @Sendable ([UInt64], RequestFailure) -> Void

    private struct State {
        var waiting: Deque<OutgoingRequest> = []
        /// Bundles that have no outcome yet.
        var inFlight = 0
        /// Whether the publisher will ask by itself.
        var isAwake = false
    }

    private let service: ServiceName
    private let instance: String
    private let key: AssertionKey
    private let fail: Failing
    private let maximumInFlight: Int
    private let state = Mutex(State())

    init(
        to service: ServiceName,
        from instance: String,
        key: AssertionKey,
        maximumInFlight: Int = RequestLane.maximumInFlight,
        fail: @escaping Failing
    ) {
        self.service = service
        self.instance = instance
        self.key = key
        self.maximumInFlight = maximumInFlight
        self.fail = fail
    }

    /// Adds a request; `true` when the publisher has to be told.
    func add(_ request: OutgoingRequest) -> Bool {
        self.state.withLock { state in
            state.waiting.append(request)
            defer { state.isAwake = true }
            return !state.isAwake
        }
    }

    func next() -> SourcedMessage? {
        let now = ContinuousClock.now
        let requests = self.take(now: now)
        guard let first = requests.first else { return nil }
        let deadline = requests.reduce(first.deadline) { max($0, $1.deadline) }
        let message = OutboundMessage(
            exchange: self.service.exchange(.requests),
            routingKey: self.service.queue(.requests),
            properties: MessageProperties(
                type: "requests",
                contentType: BundleFormat.requests,
                // When nobody waits any more for any of them.
                expiration: "\(max(1, (deadline - now).wholeMilliseconds))",
                isPersistent: false
            ),
            body: RequestBundle.bytes(
                of: requests,
                from: self.instance,
                to: self.service,
                key: self.key,
                now: now
            )
        )
        return SourcedMessage(message, waitingSince: first.since) { result in
            self.finish(requests, result)
        }
    }

    func abandon(because error: AMQPError) {
        let waiting = self.state.withLock { state in
            state.isAwake = state.inFlight > 0
            defer { state.waiting = [] }
            return state.waiting
        }
        self.fail(waiting.map(\.correlation), .brokerIsAway)
    }

    /// As many of the oldest as fit a bundle; none while enough are on their way.
    private func take(now: ContinuousClock.Instant) -> [OutgoingRequest] {
        self.state.withLock { state in
            // Asked again when one of them has its outcome.
            guard state.inFlight < self.maximumInFlight else { return [] }
            var requests: [OutgoingRequest] = []
            var size = RequestBundle.overhead
            while let request = state.waiting.first, requests.count < BundleFormat.maximumCount {
                size += request.size
                guard requests.isEmpty || size <= BundleFormat.maximumBytes else { break }
                state.waiting.removeFirst()
                // Otherwise who asked has given up by now.
                if request.deadline > now { requests.append(request) }
            }
            if !requests.isEmpty { state.inFlight += 1 }
            state.isAwake = !requests.isEmpty
            return requests
        }
    }

    private func finish(
        _ requests: [OutgoingRequest],
        _ result: Result<PublishOutcome, AMQPError>
    ) {
        self.state.withLock { $0.inFlight -= 1 }
        switch result {
        case .success(.confirmed): return
        case .success: self.fail(requests.map(\.correlation), .notTaken)
        case .failure(let error):
            let reason: RequestFailure = error.code == .invalidMessage ? .tooLarge : .brokerIsAway
            self.fail(requests.map(\.correlation), reason)
        }
    }
}
