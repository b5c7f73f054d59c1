import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Lists the statuses that a lot was given, the newest first.
struct ListLotChanges: Query {
    static let id = "listLotChanges"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let id = try request.pathID("lotId", of: Lot.self)
        let limit = try request.query.limit()
        guard try transaction.execute("SELECT FROM lot WHERE id = \(id)").count == 1 else {
            throw Problem.notFound("There is no lot \(id).")
        }
        var conditions: [SQL] = ["lot = \(id)"]
        if let cursor = try PageCursor.read(request, keyCount: 1) {
            conditions.append("version < \(try cursor.key(0) { Int64($0) })")
        }
        let rows = try transaction.execute(
            """
            SELECT *
            FROM lot_change
            WHERE \(fragment: .all(conditions))
            ORDER BY version DESC
            LIMIT \(limit + 1)
            """
        )
        return try request.page(of: try rows.map { try LotChangeBody($0) }, limit: limit) {
            [String($0.version)]
        }
    }
}

/// A status that a lot was given.
struct LotChangeBody: Codable, Sendable {
    let status: LotStatus
    let reason: LotReason
    let note: String?
    /// Of the lot, with the status.
    let version: Int64
    let actor: Actor
    let recordedAt: Timestamp

    init(_ row: Row) throws {
        self.status = try row.word("status")
        self.reason = try row.word("reason")
        self.note = try row.decode("note")
        self.version = try row.decode("version")
        self.actor = try Actor(row)
        self.recordedAt = try row.decode("recorded_at")
    }
}
