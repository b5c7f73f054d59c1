import Postgres

/// The settings of PostgreSQL that decide what a commit costs.
enum DatabaseFacts {
    private static let names = [
        "server_version", "fsync", "synchronous_commit", "full_page_writes", "wal_compression",
        "shared_buffers", "commit_delay",
    ]

    static func read(in transaction: borrowing Transaction) throws -> [String: String] {
        let rows = try transaction.execute(
            """
            SELECT name, current_setting(name) AS value
            FROM unnest(\(Self.names)) AS name
            """
        )
        return try rows.reduce(into: [:]) { facts, row in
            facts[try row.decode("name")] = try row.decode("value", as: String.self)
        }
    }
}
