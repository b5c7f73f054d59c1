import ServiceLifecycle
import Synchronization

/// A bounded number of sessions with PostgreSQL, each on a thread of its own.
///
/// Sessions are made when they are first needed and as long as ``run()`` runs; whoever comes
/// earlier waits. Decisions are those of ``PoolState``; this type carries them out.
package final class PostgresPool: Service, Sendable {
    typealias Lease = PoolLease<PostgresConnection>
    typealias Waiter = CheckedContinuation<Lease, any Error>

    package let configuration: PostgresConfiguration
    let metrics: PoolMetrics
    let state: Mutex<State>
    /// One element per connection to be made: how long to wait before.
    let openings: AsyncStream<Duration>
    private let openingRequests: AsyncStream<Duration>.Continuation

    struct State {
        var pool: PoolState<PostgresConnection, Waiter>
        var reads: ReadLine
        var lastWaiter = 0
        var isRunning = false
        /// Why no connection could be made the last time.
        var lastFailure: PostgresError?
        /// Resumed when the last connection has come back after draining.
        var drained: CheckedContinuation<Void, Never>?
    }

    package init(_ configuration: PostgresConfiguration) {
        self.configuration = configuration
        self.metrics = PoolMetrics(applicationName: configuration.applicationName)
        let limits = PoolLimits(
            maximumConnections: configuration.maximumConnections,
            maximumWaiters: configuration.maximumWaiters
        )
        self.state = Mutex(State(pool: PoolState(limits: limits), reads: ReadLine(limits: limits)))
        (self.openings, self.openingRequests) = AsyncStream.makeStream()
    }

    /// Runs `body` between `BEGIN` and `COMMIT`, or `ROLLBACK` if it throws.
    ///
    /// The body runs on the thread of a connection, and again from its start where PostgreSQL
    /// reports a conflict or the session was lost before `COMMIT`; it must therefore change
    /// nothing but the database. It is synchronous on purpose: a transaction that cannot suspend
    /// cannot hold its locks while something else is awaited.
    ///
    /// - Throws: What the body throws, and ``PostgresError``: `commitUnknown` if the changes may
    ///   be there; after all other codes nothing has changed.
    package func withTransaction<Value: Sendable>(
        _ options: TransactionOptions = TransactionOptions(),
        _ body: @Sendable (borrowing Transaction) throws -> Value
    ) async throws -> Value {
        try await self.retried(RetryPolicy(options)) {
            try await self.once { connection in await connection.attempt(options, body) }
        }
    }

    /// Repeats what may succeed another time.
    func retried<Value: Sendable>(
        _ policy: RetryPolicy,
        _ once: () async throws -> Result<Value, any Error>
    ) async throws -> Value {
        var policy = policy
        var generator = SystemRandomNumberGenerator()
        while true {
            switch try await once() {
            case .success(let value): return value
            case .failure(let error):
                guard let pause = policy.pause(after: error, using: &generator) else { throw error }
                try await Task.sleep(for: pause)
            }
        }
    }

    /// Makes sure that a transaction that writes would be taken.
    ///
    /// - Throws: ``PostgresError``, with code `readOnly` on a server that is a standby.
    package func check() async throws {
        try await self.withTransaction(TransactionOptions(retries: 0)) { transaction in
            let rows = try transaction.execute("SELECT current_setting('transaction_read_only')")
            guard try rows[0].decode(0, as: String.self) == "off" else {
                throw PostgresError(.readOnly, "the server takes no writes")
            }
        }
    }

    /// Makes one attempt, on a session that is alive.
    private func once<Value: Sendable>(
        _ attempt: (PostgresConnection) async -> Attempt<Value>
    ) async throws -> Result<Value, any Error> {
        // Every idle session can have died, and the one made in their place just now as well.
        for _ in 0...self.configuration.maximumConnections {
            let lease = try await self.lease()
            switch await attempt(lease.connection) {
            case .unusable:
                self.release(lease, isReusable: false)
            case .finished(let outcome, let isReusable):
                self.release(lease, isReusable: isReusable)
                return outcome
            }
        }
        throw PostgresError(.connection, "the server keeps ending sessions")
    }

    /// Changes the state, and asks for the connections that are now missing.
    func update<Value: Sendable>(_ change: (inout State) -> Value) -> Value {
        let (value, inUse, waiting) = self.state.withLock { state in
            let value = change(&state)
            while let delay = state.pool.claimOpening(now: .now) {
                self.openingRequests.yield(delay)
            }
            return (value, state.pool.leased, state.pool.waiters.count)
        }
        self.metrics.record(inUse: inUse, waiting: waiting)
        return value
    }

    func finishOpenings() {
        self.openingRequests.finish()
    }
}
