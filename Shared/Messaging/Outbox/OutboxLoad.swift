import Synchronization

/// How much the outbox holds, as the relay last saw it: what writers look at before they add.
package final class OutboxLoad: Sendable {
    /// The one that everything in this process uses unless told otherwise.
    package static let shared = OutboxLoad()

    private let hardCap: Int
    private let state = Mutex<[VirtualHost: OutboxCensus]>([:])

    package init(hardCap: Int = Outbox.hardCap) {
        self.hardCap = hardCap
    }

    /// Messages not yet confirmed; counted up to the hard cap and one more.
    package var pending: Int { self.state.withLock { $0.values.reduce(0) { $0 + $1.pending } } }

    /// How long the oldest of them has waited, by the clock of the database.
    package var oldestAge: Duration {
        self.state.withLock { $0.values.map(\.oldestAge).max() ?? .zero }
    }

    /// Whether writers should be refused with 503 until the broker has caught up.
    package var isOverloaded: Bool { self.pending > self.hardCap }

    func update(_ census: OutboxCensus, of host: VirtualHost) {
        self.state.withLock { $0[host] = census }
    }
}

/// What waits in the outbox for one virtual host.
struct OutboxCensus: Sendable, Equatable {
    /// Counted up to the hard cap and one more.
    let pending: Int
    let oldestAge: Duration
}
