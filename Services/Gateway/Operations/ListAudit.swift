import Contracts
import Kernel
import Messaging
import Postgres

/// Lists who did what, the latest first.
struct ListAudit: Operation {
    static let id = "listAudit"

    struct View: Encodable {
        let id: ID<AuditRecord>
        let at: Timestamp
        let actor: Actor?
        let operation: String
        let subject: String?
        let outcome: AuditStore.Outcome
        let status: Int16
        let code: String?
        let address: String
        let userAgent: String?
        let idempotencyKey: String?

        init(_ record: AuditStore.Record) {
            self.id = record.id
            self.at = record.recordedAt
            self.actor = record.actor
            self.operation = record.operation
            self.subject = record.subject
            self.outcome = record.outcome
            self.status = record.status
            self.code = record.code
            self.address = record.address
            self.userAgent = record.userAgent
            self.idempotencyKey = record.idempotencyKey
        }
    }

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let limit = try request.query.limit()
        let actor: ID<User>? = try request.query.id("actor")
        let filter = AuditStore.Filter(
            actor: actor?.rawValue,
            operation: request.query["operation"],
            subject: request.query["subject"],
            outcome: try request.query.choice("outcome"),
            from: try request.query.timestamp("from"),
            to: try request.query.timestamp("to")
        )
        let records = try AuditStore.page(
            filter,
            before: try request.cursorID(),
            limit: limit + 1,
            in: transaction
        )
        return try request.page(
            of: records,
            limit: limit,
            keys: { [$0.id.description] },
            body: { $0.map(View.init) }
        )
    }
}
