import Contracts
import Kernel

/// An import as clients see it.
struct ImportBody: Codable, Sendable {
    /// What became of its rows.
    struct Rows: Codable, Sendable {
        let total: Int
        let done: Int
        let created: Int
        let updated: Int
        let unchanged: Int
        let failed: Int
    }

    let id: ID<Contracts.ImportJob>
    let state: ImportState
    let dryRun: Bool
    let format: ImportFormat
    let fileName: String?
    let rows: Rows
    let detail: String?
    let createdAt: Timestamp
    let startedAt: Timestamp?
    let finishedAt: Timestamp?
    let actor: Actor

    init(_ job: ImportJob) {
        self.id = job.id
        self.state = job.state
        self.dryRun = job.isDryRun
        self.format = job.format
        self.fileName = job.fileName
        self.rows = Rows(
            total: job.rowCount,
            done: job.counts.done,
            created: job.counts.created,
            updated: job.counts.updated,
            unchanged: job.counts.unchanged,
            failed: job.counts.failed
        )
        self.detail = job.failure
        self.createdAt = job.createdAt
        self.startedAt = job.startedAt
        self.finishedAt = job.finishedAt
        self.actor = job.actor
    }
}
