import Synchronization

extension PostgresPool {
    /// Takes a connection, waiting in line for at most `acquireTimeout`.
    func lease() async throws -> Lease {
        if let lease = self.update({ $0.pool.leaseIdle() }) {
            self.metrics.recordWait(.zero)
            return lease
        }
        let start = ContinuousClock.now
        let deadline = start + self.configuration.acquireTimeout
        let id = self.state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await Task.sleep(until: deadline, clock: .continuous)
                self.giveUp(id)
            }
            defer { group.cancelAll() }
            let lease = try await self.wait(id, until: deadline)
            self.metrics.recordWait(.now - start)
            return lease
        }
    }

    /// Gives a connection back, to whoever waits longest.
    func release(_ lease: Lease, isReusable: Bool) {
        let (placement, drained) = self.update { state in
            let placement = state.pool.release(lease, isReusable: isReusable, now: .now)
            return (placement, state.takeDrained())
        }
        self.carryOut(placement, lease)
        drained?.resume()
    }

    /// Hands a connection over; one that is discarded hangs up when it is released here.
    func carryOut(
        _ placement: PoolState<PostgresConnection, Waiter>.Placement,
        _ lease: Lease
    ) {
        switch placement {
        case .handed(let waiter): waiter.resume(returning: lease)
        case .idle: break
        case .discarded: self.metrics.countDiscarded()
        }
    }

    private func wait(_ id: Int, until deadline: ContinuousClock.Instant) async throws -> Lease {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { waiter in
                let acquisition = self.update { state in
                    state.pool.acquire(id, waiter, until: deadline, now: .now)
                }
                switch acquisition {
                case .leased(let lease): waiter.resume(returning: lease)
                case .refused(let refusal): waiter.resume(throwing: self.error(for: refusal))
                // The handler may have come too early to find the waiter.
                case .waiting: if Task.isCancelled { self.cancel(id) }
                }
            }
        } onCancel: {
            self.cancel(id)
        }
    }

    private func cancel(_ id: Int) {
        self.update { $0.pool.remove(id) }?.resume(throwing: CancellationError())
    }

    private func giveUp(_ id: Int) {
        self.update { $0.pool.remove(id) }?.resume(throwing: self.error(for: .tooLate))
    }

    /// What a caller is told who gets no connection.
    func error(
        for refusal: PoolState<PostgresConnection, Waiter>.Refusal
    ) -> PostgresError {
        switch refusal {
        case .draining:
            return PostgresError(.connection, "the pool is closed")
        case .tooManyWaiters:
            return PostgresError(.poolExhausted, "too many callers wait for a session")
        case .tooLate:
            break
        }
        let (isRunning, failure) = self.state.withLock { ($0.isRunning, $0.lastFailure) }
        if let failure { return failure }
        guard isRunning else { return PostgresError(.poolExhausted, "the pool does not run") }
        let count = self.configuration.maximumConnections
        return PostgresError(
            .poolExhausted,
            "all \(count) sessions stayed in use for \(self.configuration.acquireTimeout)"
        )
    }
}

extension PostgresPool.State {
    /// Who waits for the pool to be drained, if that has just happened.
    mutating func takeDrained() -> CheckedContinuation<Void, Never>? {
        guard self.pool.isDrained else { return nil }
        defer { self.drained = nil }
        return self.drained
    }
}
