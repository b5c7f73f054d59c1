import FoundationEssentials
import Postgres

/// A row of the request log: what was asked, and the answer.
struct StoredAnswer {
    let fingerprint: [UInt8]
    let response: OperationResponse?
}

/// The table `request_log`.
enum RequestLogStore {
    static func insert(
        _ claims: [RequestClaim],
        in transaction: borrowing Transaction
    ) throws -> Set<UUID> {
        let rows = try transaction.execute(
            """
            INSERT INTO request_log (message_id, operation, principal, fingerprint)
            SELECT * FROM unnest(
                \(claims.map(\.messageID))::uuid[],
                \(claims.map(\.operation))::text[],
                \(claims.map(\.principal))::uuid[],
                \(claims.map(\.fingerprint))::bytea[]
            )
            ON CONFLICT DO NOTHING
            RETURNING message_id
            """
        )
        return Set(try rows.map { try $0.decode("message_id") })
    }

    static func read(
        _ ids: [UUID],
        in transaction: borrowing Transaction
    ) throws -> [UUID: StoredAnswer] {
        let rows = try transaction.execute(
            """
            SELECT message_id, fingerprint, status, headers, body
            FROM request_log
            WHERE message_id = ANY (\(ids)::uuid[])
            """
        )
        let pairs: [(UUID, StoredAnswer)] = try rows.map { row in
            let answer = StoredAnswer(
                fingerprint: try row.decode("fingerprint"),
                response: try self.response(of: row)
            )
            return (try row.decode("message_id"), answer)
        }
        return Dictionary(pairs) { first, _ in first }
    }

    /// Adds commands with their answers; one that is there already is left as it is.
    static func addition(
        of answers: [(claim: RequestClaim, response: OperationResponse)]
    ) throws -> SQL {
        """
        INSERT INTO request_log (
            message_id, operation, principal, fingerprint, status, headers, body
        )
        SELECT * FROM unnest(
            \(answers.map(\.claim.messageID))::uuid[],
            \(answers.map(\.claim.operation))::text[],
            \(answers.map(\.claim.principal))::uuid[],
            \(answers.map(\.claim.fingerprint))::bytea[],
            \(answers.map { Int16(clamping: $0.response.status) })::smallint[],
            \(try answers.map { try self.headers(of: $0.response) })::jsonb[],
            \(answers.map(\.response.body))::bytea[]
        )
        ON CONFLICT DO NOTHING
        """
    }

    static func update(
        _ answers: [(messageID: UUID, response: OperationResponse)],
        in transaction: borrowing Transaction
    ) throws {
        let headers = try answers.map { try self.headers(of: $0.response) }
        try transaction.post(
            """
            UPDATE request_log AS request
            SET status = answer.status, headers = answer.headers, body = answer.body
            FROM unnest(
                \(answers.map(\.messageID))::uuid[],
                \(answers.map { Int16(clamping: $0.response.status) })::smallint[],
                \(headers)::jsonb[],
                \(answers.map(\.response.body))::bytea[]
            ) AS answer (message_id, status, headers, body)
            WHERE request.message_id = answer.message_id
            """
        )
    }

    /// Forgets a number of answers older than the retention; returns how many.
    static func prune(limit: Int, in transaction: borrowing Transaction) throws -> Int {
        let days = Int32(RequestLog.retention.components.seconds / 86_400)
        return try transaction.execute(
            """
            DELETE FROM request_log
            WHERE message_id IN (
                SELECT message_id
                FROM request_log
                WHERE created_at < now() - make_interval(days => \(days))
                ORDER BY created_at
                LIMIT \(limit)
            )
            """
        ).affectedCount
    }

    private static func headers(of response: OperationResponse) throws -> JSONB {
        try JSONB(encoding: response.headers.map { [$0.0, $0.1] })
    }

    private static func response(of row: Row) throws -> OperationResponse? {
        let status: Int16? = try row.decode("status")
        let headers: JSONB? = try row.decode("headers")
        let body: [UInt8]? = try row.decode("body")
        guard let status, let headers, let body else { return nil }
        let pairs = try headers.decode([[String]].self).compactMap { pair in
            pair.count == 2 ? (pair[0], pair[1]) : nil
        }
        return OperationResponse(status: Int(status), headers: pairs, body: body)
    }
}
