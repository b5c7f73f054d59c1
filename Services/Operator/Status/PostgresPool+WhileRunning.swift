import Postgres

extension PostgresPool {
    /// Runs the pool for as long as `body` takes.
    nonisolated(nonsending) func whileRunning<Value: Sendable>(
        _ body: () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.run() }
            defer { group.cancelAll() }
            return try await body()
        }
    }
}
