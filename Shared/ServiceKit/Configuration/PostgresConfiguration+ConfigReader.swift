package import Configuration
package import Postgres

extension PostgresConfiguration {
    /// Reads the connection of a service to its schema.
    ///
    /// ## Configuration keys
    /// - `postgres.url` (string, required, secret): a libpq connection URI, several hosts allowed.
    /// - `postgres.connections` (int, default 4, 1...64): sessions, each with a thread of its own.
    /// - `postgres.acquire.seconds` (int, default 5, 1...60): longest wait for a free session.
    /// - `postgres.connect.seconds` (int, default 5, 1...60): longest wait for a new session.
    /// - `postgres.statement.seconds` (int, default 5, 1...3600): then a statement is cancelled.
    /// - `postgres.lock.seconds` (int, default 3, 1...600): then waiting for a lock is given up.
    /// - `postgres.idle.seconds` (int, default 30, 1...3600): then an idle transaction is ended.
    /// - `postgres.lifetime.seconds` (int, default 1800, 10...86400): then a session is replaced.
    package init(
        reader: ConfigReader,
        schema: String,
        applicationName: String
    ) throws(ConfigurationError) {
        self.init(
            url: try reader.text("postgres.url", isSecret: true),
            maximumConnections: try reader.integer("postgres.connections", default: 4, in: 1...64),
            acquireTimeout: try reader.seconds("postgres.acquire.seconds", default: 5, in: 1...60),
            connectTimeout: try reader.seconds("postgres.connect.seconds", default: 5, in: 1...60),
            statementTimeout: try reader.seconds(
                "postgres.statement.seconds",
                default: 5,
                in: 1...3_600
            ),
            lockTimeout: try reader.seconds("postgres.lock.seconds", default: 3, in: 1...600),
            idleInTransactionTimeout: try reader.seconds(
                "postgres.idle.seconds",
                default: 30,
                in: 1...3_600
            ),
            maximumLifetime: try reader.seconds(
                "postgres.lifetime.seconds",
                default: 1_800,
                in: 10...86_400
            ),
            applicationName: applicationName,
            schema: schema
        )
    }
}
