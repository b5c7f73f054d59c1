import Kernel

/// Reads the statement of a source while sales flow.
struct StatementWatch: Sendable {
    let registry: SourceRegistry
    let source: SourceRecord
    let since: Timestamp
    /// What had been received before the first sale.
    let before: SourceStatement.Counts
    let account: SaleAccount

    /// Makes room for further sales as they are decided; ends when it is cancelled.
    func follow() async throws {
        while !Task.isCancelled {
            let start = ContinuousClock.now
            _ = try await self.look()
            // Looking shares the processors with what it looks at: a tenth of the time at most.
            let effort = ContinuousClock.now - start
            try await Task.sleep(for: max(SaleLoad.pollPause * 2, effort * 9))
        }
    }

    /// Returns once every sale is decided, or nothing has happened for ``SaleLoad/patience``.
    func untilDecided() async throws -> SourceStatement.Counts {
        var last = try await self.look()
        var deadline = ContinuousClock.now + SaleLoad.patience
        while self.decided(last) < self.account.published, ContinuousClock.now < deadline {
            try await Task.sleep(for: SaleLoad.pollPause)
            let counts = try await self.look()
            if counts != last { deadline = .now + SaleLoad.patience }
            last = counts
        }
        return last
    }

    private func look() async throws -> SourceStatement.Counts {
        let statement = try await self.registry.statement(of: self.source, from: self.since)
        self.account.decide(self.decided(statement.messages))
        return statement.messages
    }

    private func decided(_ counts: SourceStatement.Counts) -> Int {
        counts.applied + counts.parked + counts.discarded
            - self.before.applied - self.before.parked - self.before.discarded
    }
}
