import Contracts
import Kernel
import Messaging
import Postgres
import SealStore
import Sealing

/// Lists signed checkpoints, the latest first.
struct ListCheckpoints: Query {
    static let id = "listCheckpoints"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        try request.requireWholeLedger()
        let limit = try request.query.limit()
        let before = try PageCursor.read(request, keyCount: 1)?.key(0) { Int64($0) }
        let rows = try transaction.pipeline([
            KeyStore.ledger,
            CheckpointStore.checkpoints(before: before ?? .max, limit: limit + 1),
        ])
        let ledger = try KeyStore.ledger(rows[0])
        let checkpoints = try rows[1].map { try StoredCheckpoint($0, of: ledger).checkpoint }
        return try request.page(of: checkpoints, limit: limit) { checkpoint in
            ["\(checkpoint.number)"]
        }
    }
}

/// Reads the latest checkpoint as it is exported.
struct GetLatestCheckpoint: Operation {
    static let id = "getLatestCheckpoint"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        try request.requireWholeLedger()
        let opening = try LedgerAudit.Opening(in: transaction)
        guard let row = try transaction.execute(CheckpointStore.last).first else {
            throw Problem.notFound("No checkpoint has been signed yet.")
        }
        let stored = try StoredCheckpoint(row, of: opening.ledger)
        return try .json(
            CheckpointNote(
                checkpoint: stored.checkpoint,
                totals: stored.totals,
                keys: opening.keys
            )
        )
    }
}

extension OperationRequest {
    /// - Throws: 403 for whoever may verify in some warehouses only: seals are about all of them.
    func requireWholeLedger() throws(Problem) {
        guard self.principal.mayEverywhere(.ledgerVerify) else {
            throw .forbidden(.ledgerVerify)
        }
    }
}
