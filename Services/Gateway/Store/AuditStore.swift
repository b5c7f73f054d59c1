import Contracts
import FoundationEssentials
import Kernel
import Postgres

/// The table `audit`, which is only ever added to.
enum AuditStore {
    /// How an operation ended.
    enum Outcome: String, Codable, Hashable, Sendable, CaseIterable {
        case done
        /// By a rule, with nothing changed.
        case refused
        /// By a fault of ours; repeating it may help.
        case failed
    }

    struct Record: Hashable, Sendable {
        let id: ID<AuditRecord>
        let recordedAt: Timestamp
        /// `nil` where nobody was signed in.
        let actor: Actor?
        let operation: String
        /// What it was about: an identifier, a code or a number.
        let subject: String?
        let outcome: Outcome
        let status: Int16
        /// Why it was refused.
        let code: String?
        let address: String
        let userAgent: String?
        let idempotencyKey: String?
        let requestID: UUID
    }

    struct Filter: Sendable {
        var actor: UUID?
        var operation: String?
        var subject: String?
        var outcome: Outcome?
        var from: Timestamp?
        var to: Timestamp?
    }

    /// Adds rows; one that is there already stays as it is, so a write of unknown end is repeated.
    static func append(_ records: [Record], in transaction: borrowing Transaction) throws {
        guard !records.isEmpty else { return }
        try transaction.execute(
            """
            INSERT INTO audit
                (id, recorded_at, actor_id, actor_kind, actor_name, operation, subject, outcome,
                 status, code, address, user_agent, idempotency_key, request_id)
            SELECT * FROM unnest(
                \(records.map(\.id)), \(records.map(\.recordedAt)),
                \(records.map(\.actor?.id)), \(records.map(\.actor?.kind.rawValue)),
                \(records.map(\.actor?.name)), \(records.map(\.operation)),
                \(records.map(\.subject)), \(records.map(\.outcome.rawValue)),
                \(records.map(\.status)), \(records.map(\.code)), \(records.map(\.address)),
                \(records.map(\.userAgent)), \(records.map(\.idempotencyKey)),
                \(records.map(\.requestID))
            )
            ON CONFLICT (id) DO NOTHING
            """
        )
    }

    /// Latest first.
    static func page(
        _ filter: Filter,
        before cursor: ID<AuditRecord>?,
        limit: Int,
        in transaction: borrowing Transaction
    ) throws -> [Record] {
        try transaction.execute(
            """
            SELECT id, recorded_at, actor_id, actor_kind, actor_name, operation, subject, outcome,
                status, code, address, user_agent, idempotency_key, request_id
            FROM audit
            WHERE (\(cursor)::uuid IS NULL OR id < \(cursor))
                AND (\(filter.actor)::uuid IS NULL OR actor_id = \(filter.actor))
                AND (\(filter.operation)::text IS NULL OR operation = \(filter.operation))
                AND (\(filter.subject)::text IS NULL
                    OR left(subject, 256) = left(\(filter.subject), 256)
                        AND subject = \(filter.subject))
                AND (\(filter.outcome?.rawValue)::text IS NULL
                    OR outcome = \(filter.outcome?.rawValue))
                AND (\(filter.from)::timestamptz IS NULL OR recorded_at >= \(filter.from))
                AND (\(filter.to)::timestamptz IS NULL OR recorded_at < \(filter.to))
            ORDER BY id DESC
            LIMIT \(limit)
            """
        ).map(self.record)
    }

    private static func record(_ row: Row) throws -> Record {
        let kind = try row.decode("actor_kind", as: String?.self).flatMap(ActorKind.init)
        let name: String? = try row.decode("actor_name")
        let actorID: UUID? = try row.decode("actor_id")
        let outcome = Outcome(rawValue: try row.decode("outcome"))
        return Record(
            id: try row.decode("id"),
            recordedAt: try row.decode("recorded_at"),
            actor: kind.map { Actor(kind: $0, id: actorID, name: name ?? "") },
            operation: try row.decode("operation"),
            subject: try row.decode("subject"),
            // A constraint holds the column to these words.
            outcome: outcome ?? .failed,
            status: try row.decode("status"),
            code: try row.decode("code"),
            address: try row.decode("address"),
            userAgent: try row.decode("user_agent"),
            idempotencyKey: try row.decode("idempotency_key"),
            requestID: try row.decode("request_id")
        )
    }
}
