import Logging
import ServiceLifecycle
import Synchronization

extension PostgresPool {
    /// How often idle sessions are looked over for their age.
    private static let inspectionInterval: Duration = .seconds(5)
    /// By how much the lifetime of sessions varies, so that they are not replaced all at once.
    private static let lifetimeVariation = 0.9...1.1

    /// Makes connections as they are asked for, until graceful shutdown or cancellation.
    ///
    /// Returns when every connection has come back; those who still wait for one are refused.
    package func run() async throws {
        let isFirst = self.state.withLock { state in
            defer { state.isRunning = true }
            return !state.isRunning
        }
        precondition(isFirst, "a pool runs once")
        await withTaskCancellationOrGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                group.addTask {
                    await self.every(Self.inspectionInterval) {
                        // Whatever is returned hangs up when it is released.
                        _ = self.update { $0.pool.retireIdle(now: .now) }
                    }
                }
                group.addTask {
                    await self.every(self.configuration.acquireTimeout / 16) {
                        self.failLateReads()
                    }
                }
                for await delay in self.openings {
                    group.addTask { await self.open(after: delay) }
                }
                group.cancelAll()
            }
            await self.waitUntilDrained()
        } onCancelOrGracefulShutdown: {
            self.drain()
        }
    }

    private func open(after delay: Duration) async {
        do {
            if delay > .zero { try await Task.sleep(for: delay) }
            let connection = try await PostgresConnection.open(self.configuration)
            let lifetime =
                self.configuration.maximumLifetime
                * Double.random(in: PostgresPool.lifetimeVariation)
            let lease = Lease(connection: connection, retireAt: .now + lifetime)
            let placement = self.update { state in
                state.lastFailure = nil
                return state.pool.opened(lease)
            }
            self.carryOut(placement, lease)
        } catch {
            self.noteFailure(error)
        }
    }

    private func noteFailure(_ error: any Error) {
        let failure = error as? PostgresError
        let count = self.update { state in
            state.lastFailure = failure
            state.pool.failedToOpen(now: .now)
            return state.pool.failures
        }
        guard let failure else { return }
        Logger.current.warning(
            "cannot connect to PostgreSQL",
            metadata: ["error": "\(failure)", "postgres.failures": "\(count)"]
        )
        Logger.current.debug(
            "what PostgreSQL said",
            metadata: ["error": "\(failure.debugDescription)"]
        )
    }

    private func every(_ interval: Duration, _ body: () -> Void) async {
        while !Task.isCancelled {
            do {
                try await Task.sleep(for: interval)
            } catch {
                // The pool is closing, which takes everything out.
                return
            }
            body()
        }
    }

    private func drain() {
        let (waiters, drained) = self.update { state in
            (state.pool.drain().waiters, state.takeDrained())
        }
        for waiter in waiters {
            waiter.resume(throwing: PostgresError(.connection, "the pool is closed"))
        }
        drained?.resume()
        self.finishOpenings()
    }

    private func waitUntilDrained() async {
        await withCheckedContinuation { continuation in
            let isDrained = self.state.withLock { state in
                guard !state.pool.isDrained else { return true }
                state.drained = continuation
                return false
            }
            if isDrained { continuation.resume() }
        }
    }
}
