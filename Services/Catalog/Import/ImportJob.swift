import Contracts
import Kernel

/// An import as it stands.
struct ImportJob: Sendable {
    let id: ID<Contracts.ImportJob>
    let state: ImportState
    let isDryRun: Bool
    let format: ImportFormat
    let fileName: String?
    let rowCount: Int
    let counts: ImportCounts
    /// Why it stopped.
    let failure: String?
    let actor: Actor
    let createdAt: Timestamp
    let startedAt: Timestamp?
    let finishedAt: Timestamp?
}
