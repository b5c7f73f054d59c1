/// One session outside of any pool, for what must stay on the same one: advisory locks, and
/// commands that no transaction can hold.
package final class PostgresSession: Sendable {
    private let connection: PostgresConnection

    private init(_ connection: PostgresConnection) {
        self.connection = connection
    }

    /// Opens a session for as long as `body` runs.
    ///
    /// Must not pass a proxy that pools by transaction, which would move it between servers.
    package static func with<Value: Sendable>(
        _ configuration: PostgresConfiguration,
        _ body: (PostgresSession) async throws -> Value
    ) async throws -> Value {
        let session = PostgresSession(try await PostgresConnection.open(configuration))
        do {
            let value = try await body(session)
            await session.connection.close()
            return value
        } catch {
            await session.connection.close()
            throw error
        }
    }

    /// Whether the server has not hung up, as far as the socket tells without a round trip.
    ///
    /// While it has not, the locks that the session took are held.
    package func isAlive() async -> Bool {
        await self.connection.isAlive()
    }

    /// Runs `body` in a transaction, as ``PostgresPool/withTransaction(_:_:)`` does.
    ///
    /// A lost session is not replaced, because its locks are lost too.
    package func withTransaction<Value: Sendable>(
        _ options: TransactionOptions = TransactionOptions(),
        _ body: @Sendable (borrowing Transaction) throws -> Value
    ) async throws -> Value {
        var policy = RetryPolicy(options)
        var generator = SystemRandomNumberGenerator()
        while true {
            guard
                case .finished(let outcome, let isReusable) =
                    await self.connection.attempt(options, body)
            else { throw PostgresError(.connection, "the session was lost before") }
            switch outcome {
            case .success(let value): return value
            case .failure(let error):
                guard isReusable, let pause = policy.pause(after: error, using: &generator) else {
                    throw error
                }
                try await Task.sleep(for: pause)
            }
        }
    }

    /// Runs trusted text outside of a transaction, as `CREATE DATABASE` needs it.
    package func execute(script: String) async throws {
        try await self.connection.execute(script: script)
    }
}
