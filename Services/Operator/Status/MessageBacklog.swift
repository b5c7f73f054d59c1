import Contracts
import Postgres

/// What waits in a service's own tables.
struct MessageBacklog: Hashable, Sendable {
    let outboxRows: Int64
    /// The age of the oldest row that is not parked; nil when there is none.
    let oldestOutboxSeconds: Double?
    let openDeadLetters: Int64

    /// Reads the backlog; nil while the schema is not migrated.
    static func read(
        of service: ServiceName,
        in transaction: borrowing Transaction
    ) throws -> Self? {
        let outbox = "\(service.schema).outbox"
        let tables = try transaction.execute(
            "SELECT to_regclass(\(outbox)) IS NOT NULL AS is_migrated"
        )
        guard try tables.first?.decode("is_migrated", as: Bool.self) == true else { return nil }
        let rows = try transaction.execute(
            """
            SELECT waiting.count AS outbox_rows, waiting.age AS oldest, letters.count AS open_letters
            FROM (
                SELECT count(*) AS count,
                    extract(epoch FROM now() - min(available_at))::double precision AS age
                FROM \(identifier: service.schema).outbox
                WHERE parked_at IS NULL
            ) AS waiting, (
                SELECT count(*) AS count FROM \(identifier: service.schema).dead_letter WHERE state = 'open'
            ) AS letters
            """
        )
        return try rows.first.map { row in
            Self(
                outboxRows: try row.decode("outbox_rows"),
                oldestOutboxSeconds: try row.decode("oldest"),
                openDeadLetters: try row.decode("open_letters")
            )
        }
    }
}
