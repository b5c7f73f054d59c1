import Synchronization

extension PostgresPool {
    /// Runs one statement that reads and returns its rows, in a single round trip.
    package func read(_ statement: SQL) async throws -> Rows {
        try await self.read([statement])[0]
    }

    /// Runs statements that read, one after the other, and returns their rows, in a single round
    /// trip.
    ///
    /// Each sees one state of the database, and a later one the same or a later state; those that
    /// must see the same one need ``withTransaction(_:_:)``. What is set locally holds until the last.
    package func read(_ statements: [SQL]) async throws -> [Rows] {
        precondition((1...Session.maximumBatch).contains(statements.count), "a batch of statements")
        return try await self.retried(RetryPolicy(.readOnly)) {
            try await self.readOnce(PendingRead(statements))
        }
    }

    /// What becomes of a read that has been made.
    private enum Start {
        case refused(PoolState<PostgresConnection, Waiter>.Refusal)
        /// All sessions that may work on reads do.
        case waiting
        case leased(Lease)
        case needsSession
    }

    private func readOnce(_ read: PendingRead) async throws -> Result<[Rows], any Error> {
        let start = self.update { state -> Start in
            if state.pool.isDraining { return .refused(.draining) }
            guard state.reads.append(read) else { return .refused(.tooManyWaiters) }
            guard state.reads.claimServer() else { return .waiting }
            return state.pool.leaseIdle().map { .leased($0) } ?? .needsSession
        }
        switch start {
        case .refused(let refusal): throw self.error(for: refusal)
        case .waiting: break
        case .leased(let lease): await lease.connection.serve(self, under: lease)
        // Whoever asked may give up, and others wait for the session as well.
        case .needsSession: Task { await self.serveReads() }
        }
        return try await withTaskCancellationHandler {
            try await read.outcome().get()
        } onCancel: {
            if self.update({ $0.reads.remove(read) }) { read.finish(.failure(CancellationError())) }
        }
    }

    /// Works on what waits, once there is a session.
    private func serveReads() async {
        do {
            let lease = try await self.lease()
            await lease.connection.serve(self, under: lease)
        } catch {
            let reads = self.update { state in
                state.reads.endServer()
                return state.reads.removeAll(since: .now)
            }
            for read in reads { read.finish(.failure(error)) }
        }
    }

    /// The next read for a session that works on them; `nil` when it has been given back instead,
    /// because nothing waits, or somebody waits for the session itself.
    ///
    /// - Parameter isFresh: Whether the session has done nothing yet.
    func nextRead(under lease: Lease, isFresh: Bool) -> PendingRead? {
        let read = self.update { state in
            isFresh || state.pool.waiters.isEmpty ? state.reads.next() : nil
        }
        guard let read else {
            self.endServing(lease, isReusable: true)
            return nil
        }
        self.metrics.recordWait(.now - read.since)
        return read
    }

    /// Whether a read waits.
    var hasReads: Bool { self.state.withLock { !$0.reads.waiting.isEmpty } }

    /// Gives back a session that worked on reads.
    func endServing(_ lease: Lease, isReusable: Bool) {
        let mustGoOn = self.update { state in
            state.reads.endServer()
            return state.reads.claimServer()
        }
        self.release(lease, isReusable: isReusable)
        // Another session is waited for, behind those who came before.
        if mustGoOn { Task { await self.serveReads() } }
    }

    /// Has a read wait for another session; its own had died before.
    func putBack(_ read: PendingRead) {
        self.update { $0.reads.putBack(read) }
    }

    /// Fails the reads that wait longer than they may.
    func failLateReads() {
        let reads = self.update {
            $0.reads.removeAll(since: .now - self.configuration.acquireTimeout)
        }
        for read in reads { read.finish(.failure(self.error(for: .tooLate))) }
    }
}
