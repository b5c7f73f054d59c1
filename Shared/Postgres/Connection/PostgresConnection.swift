/// One session with PostgreSQL, on a thread of its own.
actor PostgresConnection {
    private let configuration: PostgresConfiguration
    private let executor: ThreadExecutor
    private var session: Session?

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe self.executor.asUnownedSerialExecutor()
    }

    private init(_ configuration: PostgresConfiguration) {
        self.configuration = configuration
        self.executor = ThreadExecutor(name: "postgres")
    }

    /// - Throws: ``PostgresError`` with code `connection`.
    static func open(_ configuration: PostgresConfiguration) async throws -> PostgresConnection {
        let connection = PostgresConnection(configuration)
        try await connection.connect()
        return connection
    }

    private func connect() throws {
        self.session = try Session(self.configuration)
    }

    /// Hangs up; releasing the connection does the same at some later time.
    func close() {
        self.session = nil
    }

    /// Whether the server has not hung up, as far as the socket tells without a round trip.
    func isAlive() -> Bool {
        self.session?.isAlive() ?? false
    }

    /// Runs `body` in a transaction once.
    func attempt<Value: Sendable>(
        _ options: TransactionOptions,
        _ body: @Sendable (borrowing Transaction) throws -> Value
    ) -> Attempt<Value> {
        self.attempt { session in try session.transaction(options, body) }
    }

    /// Runs statements that read, without a transaction around them.
    func attempt(_ statements: [SQL]) -> Attempt<[Rows]> {
        self.attempt { session in try session.read(statements) }
    }

    private func attempt<Value: Sendable>(
        _ body: (Session) throws -> Value
    ) -> Attempt<Value> {
        guard let session = self.session, session.isAlive() else { return .unusable }
        let outcome = Result { () throws -> Value in
            let value = try body(session)
            return value
        }
        do {
            if session.isReusable { try session.removeRetiredStatements() }
        } catch {
            // The transaction is over and keeps its outcome; only the session is in doubt.
            session.isBroken = true
        }
        return .finished(outcome, isReusable: session.isReusable)
    }

    /// Runs trusted text outside of a transaction, where `CREATE DATABASE` insists to be.
    func execute(script: String) throws {
        guard let session = self.session else {
            throw PostgresError(.connection, "the session is closed")
        }
        session.failure = nil
        try session.run(script: script)
    }
}

/// How one attempt at a transaction went.
enum Attempt<Value: Sendable>: Sendable {
    /// The session had died while nobody used it; nothing was tried.
    case unusable
    case finished(Result<Value, any Error>, isReusable: Bool)
}
