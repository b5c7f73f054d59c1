import Logging
import Postgres
import SealStore
import Sealing

/// Writes the checkpoints to the folder of this process that are not there yet.
struct CheckpointExporter: Sendable {
    let database: PostgresPool
    let folder: CheckpointFolder

    /// Checkpoints that are read at once.
    private static let page = 100

    /// Writes what is missing behind the last file; returns how many files were added.
    @discardableResult
    func export() async throws -> Int {
        var last = try self.folder.last()
        var count = 0
        while true {
            let notes = try await self.notes(after: last)
            for note in notes {
                try self.folder.write(note)
                last = note.checkpoint.number
                count += 1
            }
            guard notes.count == Self.page else { break }
        }
        if count == 0 { try await self.compare(with: last) }
        return count
    }

    private func notes(after number: Int64) async throws -> [CheckpointNote] {
        try await self.database.withTransaction(.readOnly) { transaction in
            let rows = try transaction.pipeline([
                KeyStore.ledger, KeyStore.all,
                CheckpointStore.checkpoints(after: number, limit: Self.page),
            ])
            let ledger = try KeyStore.ledger(rows[0])
            let keys = try rows[1].map { try KeyRecord($0, of: ledger) }
            return try rows[2].map { row in
                let stored = try StoredCheckpoint(row, of: ledger)
                return CheckpointNote(
                    checkpoint: stored.checkpoint,
                    totals: stored.totals,
                    keys: keys.filter { $0.firstCheckpoint <= stored.checkpoint.number }
                )
            }
        }
    }

    /// Says so where the folder knows of more than the ledger.
    private func compare(with last: Int64) async throws {
        let rows = try await self.database.read(CheckpointStore.last)
        let stored = try rows.first?.decode("number", as: Int64.self) ?? 0
        guard stored < last else { return }
        Logger.current.error(
            "Exported checkpoints are not in the ledger any more",
            metadata: ["checkpoint.exported": "\(last)", "checkpoint.stored": "\(stored)"]
        )
    }
}
