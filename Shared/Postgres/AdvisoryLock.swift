/// A lock on a number instead of a row, held by one session of a database at a time.
///
/// PostgreSQL releases it when the session ends, however it ends.
package struct AdvisoryLock: Hashable, Sendable {
    /// What kind of thing is locked; each use has a number of its own.
    package let category: Int32
    package let key: Int32

    package init(category: Int32, key: Int32) {
        self.category = category
        self.key = key
    }
}

extension PostgresSession {
    /// Takes `lock` unless another session holds it, and never waits.
    package func tryLock(_ lock: AdvisoryLock) async throws -> Bool {
        try await self.withTransaction { transaction in
            let rows = try transaction.execute(
                "SELECT pg_try_advisory_lock(\(lock.category), \(lock.key))"
            )
            return try rows[0].decode(0)
        }
    }

    package func unlock(_ lock: AdvisoryLock) async throws {
        try await self.withTransaction { transaction in
            _ = try transaction.execute(
                "SELECT pg_advisory_unlock(\(lock.category), \(lock.key))"
            )
        }
    }
}

extension PostgresPool {
    /// Opens a session apart from those of the pool, for as long as `body` runs.
    ///
    /// - Parameter purpose: What it is for, which follows the name of the service in `pg_stat_activity`.
    package func withDedicatedSession<Value: Sendable>(
        _ traits: SessionTraits = [],
        for purpose: String? = nil,
        _ body: (PostgresSession) async throws -> Value
    ) async throws -> Value {
        var configuration = self.configuration
        configuration.traits = traits
        if let purpose { configuration.applicationName += " " + purpose }
        return try await PostgresSession.with(configuration, body)
    }

    /// Runs `body` while a session of its own holds `lock`.
    ///
    /// The body has to end when the session has died: the lock may be somebody else's by then.
    ///
    /// - Parameter purpose: What it is for, which follows the name of the service in `pg_stat_activity`.
    /// - Returns: `nil` without running the body where another session holds the lock.
    package func withAdvisoryLock<Value: Sendable>(
        _ lock: AdvisoryLock,
        for purpose: String? = nil,
        _ body: (PostgresSession) async throws -> Value
    ) async throws -> Value? {
        try await self.withDedicatedSession(for: purpose) { session in
            guard try await session.tryLock(lock) else { return nil }
            let value = try await body(session)
            // A lost session has let go of the lock by itself.
            if await session.isAlive() { try await session.unlock(lock) }
            return value
        }
    }
}
