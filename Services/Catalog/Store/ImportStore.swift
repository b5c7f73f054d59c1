import Contracts
import Kernel
import Postgres

/// The `import_job` and `import_chunk` tables.
enum ImportStore {
    /// Rows that are applied together.
    struct Chunk: Sendable {
        let number: Int32
        let rows: [PendingRow]
    }

    static func waitingCount(in transaction: borrowing Transaction) throws -> Int {
        let rows = try transaction.execute(
            "SELECT count(*) AS count FROM import_job WHERE state IN ('queued', 'running')"
        )
        return try rows[0].decode("count")
    }

    /// Forgets what a person was called that made imports.
    static func erase(_ person: ID<User>, in transaction: borrowing Transaction) throws {
        try transaction.execute(
            """
            UPDATE import_job SET actor_name = 'erased'
            WHERE actor_id = \(person) AND actor_kind = \(ActorKind.user.rawValue)
            """
        )
    }

    /// Stores a job with its rows.
    static func insert(
        _ job: ImportJob,
        rows: [PendingRow],
        in transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO import_job (
                id, format, is_dry_run, file_name, row_count, actor_kind, actor_id, actor_name
            )
            VALUES (
                \(job.id), \(job.format.rawValue), \(job.isDryRun), \(job.fileName),
                \(Int32(rows.count)), \(job.actor.kind.rawValue), \(job.actor.id),
                \(job.actor.name)
            )
            """
        )
        let size = ImportLimits.rowsPerChunk
        let chunks = stride(from: 0, to: rows.count, by: size).map { start in
            Array(rows[start..<min(start + size, rows.count)])
        }
        for start in stride(from: 0, to: chunks.count, by: ImportLimits.chunksPerStatement) {
            let end = min(start + ImportLimits.chunksPerStatement, chunks.count)
            try transaction.execute(
                """
                INSERT INTO import_chunk (import_id, number, rows)
                SELECT \(job.id), number, rows
                FROM unnest(
                    \((start..<end).map { Int32($0 + 1) }),
                    \(try chunks[start..<end].map { try JSONB(encoding: $0) })
                ) AS given (number, rows)
                """
            )
        }
    }

    static func find(
        _ id: ID<Contracts.ImportJob>,
        in transaction: borrowing Transaction
    ) throws -> ImportJob? {
        let rows = try transaction.execute(
            "SELECT \(fragment: self.columns) FROM import_job WHERE id = \(id)"
        )
        return try rows.first.map(self.decode)
    }

    /// Puts a job that stopped back to those that wait.
    static func resume(
        _ id: ID<Contracts.ImportJob>,
        in transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            """
            UPDATE import_job
            SET state = 'queued', attempts = 0, failure = NULL, finished_at = NULL
            WHERE id = \(id) AND state = 'failed'
            """
        )
    }

    private static let columns: SQL = """
        id, format, is_dry_run, file_name, state, row_count, created_count, updated_count,
        unchanged_count, failed_count, failure, actor_kind, actor_id, actor_name, created_at,
        started_at, finished_at
        """

    private static func decode(_ row: Row) throws -> ImportJob {
        ImportJob(
            id: try row.decode("id"),
            state: try row.choice("state"),
            isDryRun: try row.decode("is_dry_run"),
            format: try row.choice("format"),
            fileName: try row.decode("file_name"),
            rowCount: Int(try row.decode("row_count", as: Int32.self)),
            counts: ImportCounts(
                created: Int(try row.decode("created_count", as: Int32.self)),
                updated: Int(try row.decode("updated_count", as: Int32.self)),
                unchanged: Int(try row.decode("unchanged_count", as: Int32.self)),
                failed: Int(try row.decode("failed_count", as: Int32.self))
            ),
            failure: try row.decode("failure"),
            actor: Actor(
                kind: try row.choice("actor_kind"),
                id: try row.decode("actor_id"),
                name: try row.decode("actor_name")
            ),
            createdAt: try row.decode("created_at"),
            startedAt: try row.decode("started_at"),
            finishedAt: try row.decode("finished_at")
        )
    }

    /// The oldest job that waits and that no other worker holds, held until the transaction ends.
    static func claim(in transaction: borrowing Transaction) throws -> ImportJob? {
        let rows = try transaction.execute(
            """
            SELECT \(fragment: self.columns) FROM import_job
            WHERE state IN ('queued', 'running')
            ORDER BY created_at, id
            LIMIT 1
            FOR UPDATE SKIP LOCKED
            """
        )
        return try rows.first.map(self.decode)
    }
}
