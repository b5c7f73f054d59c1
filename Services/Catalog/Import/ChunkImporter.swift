import Contracts
import Kernel
import Postgres

/// Applies the next chunk of the oldest import that nobody else is at.
enum ChunkImporter {
    /// One step of an import.
    struct Step: Sendable {
        let importId: ID<Contracts.ImportJob>
        let isLast: Bool
    }

    /// Ends the savepoint of a dry run.
    private struct DryRunEnded: Error {}

    /// Rows and progress are committed together, so a crash loses both or neither.
    ///
    /// - Returns: `nil` where nothing waits.
    /// - Throws: ``ImportInterruption`` naming the import, or what makes a transaction worth
    ///   repeating.
    static func applyNext(in transaction: borrowing Transaction) throws -> Step? {
        guard let job = try ImportStore.claim(in: transaction) else { return nil }
        do {
            guard let chunk = try ImportStore.nextChunk(of: job.id, in: transaction) else {
                try ImportStore.finish(job.id, in: transaction)
                return Step(importId: job.id, isLast: true)
            }
            let outcomes =
                job.isDryRun
                ? try self.rehearse(chunk.rows, in: transaction)
                : try self.apply(chunk.rows, in: transaction)
            try ImportStore.record(outcomes, of: chunk, job: job.id, in: transaction)
            return Step(importId: job.id, isLast: false)
        } catch let error as PostgresError where error.isTransient {
            throw error
        } catch {
            throw ImportInterruption(importId: job.id, cause: error)
        }
    }

    private static func rehearse(
        _ rows: [PendingRow],
        in transaction: borrowing Transaction
    ) throws -> [ImportOutcome] {
        var outcomes: [ImportOutcome] = []
        do {
            try transaction.savepoint {
                outcomes = try self.apply(rows, in: transaction)
                throw DryRunEnded()
            }
        } catch is DryRunEnded {
            // Everything the rows did has been taken back; only the outcomes remain.
        }
        return outcomes
    }

    private static func apply(
        _ rows: [PendingRow],
        in transaction: borrowing Transaction
    ) throws -> [ImportOutcome] {
        var outcomes: [ImportOutcome] = []
        for row in rows {
            do {
                outcomes.append(
                    try transaction.savepoint { try RowImporter.apply(row, in: transaction) }
                )
            } catch {
                guard let problem = Refusal.problem(for: error) else { throw error }
                outcomes.append(.failed(self.errors(of: problem)))
            }
        }
        return outcomes
    }

    private static func errors(of problem: Problem) -> [FieldError] {
        guard !problem.errors.isEmpty else {
            let message = problem.detail ?? problem.title
            return [FieldError(pointer: "", rule: problem.code, message: message)]
        }
        return problem.errors.map { error in
            FieldError(
                pointer: ImportColumn.named(byPointer: error.pointer),
                rule: error.rule,
                message: error.message
            )
        }
    }
}
