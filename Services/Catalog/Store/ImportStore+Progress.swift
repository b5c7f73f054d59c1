import Contracts
import Kernel
import Postgres

extension ImportStore {
    static func nextChunk(
        of id: ID<Contracts.ImportJob>,
        in transaction: borrowing Transaction
    ) throws -> Chunk? {
        let rows = try transaction.execute(
            """
            SELECT number, rows FROM import_chunk
            WHERE import_id = \(id)
            ORDER BY number
            LIMIT 1
            """
        )
        guard let row = rows.first else { return nil }
        return Chunk(
            number: try row.decode("number"),
            rows: try row.decode("rows", as: JSONB.self).decode()
        )
    }

    /// Counts what became of a chunk, keeps its errors, and drops it.
    static func record(
        _ outcomes: [ImportOutcome],
        of chunk: Chunk,
        job id: ID<Contracts.ImportJob>,
        in transaction: borrowing Transaction
    ) throws {
        var counts = ImportCounts()
        for outcome in outcomes { counts.add(outcome) }
        try ImportErrorStore.insert(outcomes, of: chunk.rows, job: id, in: transaction)
        try transaction.pipeline([
            """
            UPDATE import_job
            SET state = 'running', attempts = 0, started_at = coalesce(started_at, now()),
                created_count = created_count + \(Int32(counts.created)),
                updated_count = updated_count + \(Int32(counts.updated)),
                unchanged_count = unchanged_count + \(Int32(counts.unchanged)),
                failed_count = failed_count + \(Int32(counts.failed))
            WHERE id = \(id)
            """,
            "DELETE FROM import_chunk WHERE import_id = \(id) AND number = \(chunk.number)",
        ])
    }

    static func finish(
        _ id: ID<Contracts.ImportJob>,
        in transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            "UPDATE import_job SET state = 'done', finished_at = now() WHERE id = \(id)"
        )
    }

    /// Counts a failure that no row is to blame for, and stops the job after too many.
    static func noteInterruption(
        of id: ID<Contracts.ImportJob>,
        reason: String,
        in transaction: borrowing Transaction
    ) throws {
        let isFinal: SQL = "attempts + 1 >= \(Int32(ImportLimits.maximumAttempts))"
        try transaction.execute(
            """
            UPDATE import_job
            SET attempts = attempts + 1,
                failure = \(reason),
                state = CASE WHEN \(fragment: isFinal) THEN 'failed' ELSE state END,
                finished_at = CASE WHEN \(fragment: isFinal) THEN now() END
            WHERE id = \(id) AND state IN ('queued', 'running')
            """
        )
    }
}
