extension PostgresConnection {
    /// Works on the read that waits longest; then, when that is answered, on the others.
    ///
    /// Returns after the first, so that whoever called it for its own read is not kept.
    func serve(_ pool: PostgresPool, under lease: PostgresPool.Lease) {
        guard self.serveNext(of: pool, under: lease, isFresh: true) else { return }
        guard pool.hasReads else {
            pool.endServing(lease, isReusable: true)
            return
        }
        // Goes on when this call has returned, on the same thread; it ends with the reads.
        Task { while self.serveNext(of: pool, under: lease, isFresh: false) {} }
    }

    /// Works on one read; `false` when the session has been given back.
    private func serveNext(
        of pool: PostgresPool,
        under lease: PostgresPool.Lease,
        isFresh: Bool
    ) -> Bool {
        guard let read = pool.nextRead(under: lease, isFresh: isFresh) else { return false }
        switch self.attempt(read.statements) {
        case .unusable:
            pool.putBack(read)
        case .finished(let outcome, let isReusable):
            read.finish(.success(outcome))
            if isReusable { return true }
        }
        pool.endServing(lease, isReusable: false)
        return false
    }
}
