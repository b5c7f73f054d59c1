import Contracts
import Kernel
import Messaging
import Postgres
import Sealing

/// Answers what a recall has to know of a lot as a document that others can verify.
struct GetLotEvidence: Operation {
    static let id = "getLotEvidence"

    let keyFile: String?

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let lot = try request.pathID("lotId", of: Lot.self)
        try request.requireEveryWarehouse()
        let rows = try transaction.execute("SELECT variant FROM lot WHERE id = \(lot)")
        guard let row = rows.first else { throw Problem.notFound("There is no lot \(lot).") }
        guard let keyFile = self.keyFile else {
            throw Problem.conflict(.wrongState, "This ledger has no key, and so signs nothing.")
        }
        let horizon = try JournalHorizon(transaction.execute(JournalHorizon.statement)[0])
        let evidence = try RecallEvidence(
            lot,
            of: try row.decode("variant"),
            until: horizon.time,
            after: try JournalPosition(request),
            in: transaction
        )
        let maker = EvidenceMaker(keys: try SealKeys(file: keyFile))
        let next = try evidence.end.map { try PageCursor($0.keys, of: request).text }
        guard let bundle = try maker.bundle(evidence, next: next, in: transaction) else {
            throw Problem.conflict(.wrongState, "This ledger has not signed a checkpoint yet.")
        }
        return try .json(bundle)
    }
}
