/// Where PostgreSQL is, how many sessions to hold with it and how long to wait for anything.
package struct PostgresConfiguration: Sendable {
    /// A libpq connection URI; it carries host, database, role and the TLS parameters.
    package var url: String
    /// Sessions of a pool, each with a thread of its own.
    package var maximumConnections: Int
    /// How long a caller waits for a session before it fails with `poolExhausted`.
    package var acquireTimeout: Duration
    /// How long making one session may take, over all hosts of the URL.
    package var connectTimeout: Duration
    /// After which PostgreSQL cancels a statement; zero means never.
    package var statementTimeout: Duration
    /// How much longer than `statementTimeout` the server may stay silent before the session is
    /// given up, for the network and the server's own clean-up.
    package var silenceMargin: Duration
    /// After which PostgreSQL gives up on one lock; zero means never.
    package var lockTimeout: Duration
    /// After which PostgreSQL ends a session whose open transaction does nothing.
    package var idleInTransactionTimeout: Duration
    /// The age at which a pool replaces a session, varied by up to a tenth.
    package var maximumLifetime: Duration
    /// How many callers may wait for a session at once; more are refused.
    package var maximumWaiters: Int
    /// Prepared statements that one session remembers.
    package var maximumStatements: Int
    /// What the session calls itself in `pg_stat_activity`.
    package var applicationName: String
    /// The schema that unqualified names live in, followed by `public` for extensions.
    package var schema: String?
    /// In what its sessions differ from others.
    package var traits: SessionTraits = []

    package init(
        url: String,
        maximumConnections: Int = 4,
        acquireTimeout: Duration = .seconds(5),
        connectTimeout: Duration = .seconds(5),
        statementTimeout: Duration = .seconds(5),
        silenceMargin: Duration = .seconds(5),
        lockTimeout: Duration = .seconds(3),
        idleInTransactionTimeout: Duration = .seconds(30),
        maximumLifetime: Duration = .seconds(1_800),
        maximumWaiters: Int = 10_000,
        maximumStatements: Int = 256,
        applicationName: String = "stockbook",
        schema: String? = nil
    ) {
        precondition(maximumConnections > 0, "a pool needs at least one connection")
        precondition(maximumStatements > 0, "a session needs room for a statement")
        self.url = url
        self.maximumConnections = maximumConnections
        self.acquireTimeout = acquireTimeout
        self.connectTimeout = connectTimeout
        self.statementTimeout = statementTimeout
        self.silenceMargin = silenceMargin
        self.lockTimeout = lockTimeout
        self.idleInTransactionTimeout = idleInTransactionTimeout
        self.maximumLifetime = maximumLifetime
        self.maximumWaiters = maximumWaiters
        self.maximumStatements = maximumStatements
        self.applicationName = applicationName
        self.schema = schema
    }
}
