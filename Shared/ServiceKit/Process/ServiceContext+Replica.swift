import Configuration
package import Postgres
package import ServiceLifecycle

/// ## Configuration keys
/// - `postgres.replica.url` (string, optional, secret): a libpq connection URI of a streaming
///   standby of the database, which then answers what may be a moment old.
/// - `postgres.replica.connections` (int, default 4, 1...64): sessions with it.
/// - `postgres.replica.lag.seconds` (int, default 5, 1...3600): further behind it is not asked.
extension ServiceContext {
    /// Whom queries are put to, and what runs so that they can be.
    ///
    /// Whether the standby answers has no part in whether the process is ready.
    package func readDesk(
        _ marks: ReplicaMarks
    ) throws -> (desk: ReadDesk, services: [any Service]) {
        let reader = self.configuration
        var limits = ReplicaLimits()
        limits.lag = try reader.seconds("postgres.replica.lag.seconds", default: 5, in: 1...3_600)
        let connections = try reader.integer(
            "postgres.replica.connections",
            default: 4,
            in: 1...64
        )
        guard let url = reader.optionalText("postgres.replica.url", isSecret: true) else {
            return (ReadDesk(primary: self.database), [])
        }
        let replica = PostgresPool(
            self.database.configuration.ofReplica(at: url, connections: connections)
        )
        let desk = ReadDesk(primary: self.database, replica: replica)
        let watch = ReplicaWatch(desk, marks: marks, limits: limits).map { [$0] } ?? []
        return (desk, [replica] + watch)
    }
}
