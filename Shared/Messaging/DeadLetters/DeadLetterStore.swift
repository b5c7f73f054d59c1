package import Contracts
import FoundationEssentials
package import Kernel
import Postgres

/// The table `dead_letter`.
enum DeadLetterStore {
    /// Stores letters, each once per queue and message.
    ///
    /// One that was sent again and failed again is open again; one that was discarded stays so.
    static func insert(
        _ letters: [DeadLetterEntry],
        host: VirtualHost,
        in transaction: borrowing Transaction
    ) throws {
        // One statement cannot change a row twice, so of equal letters the last one counts.
        let keyed = letters.map { ("\($0.queue)\n\($0.messageID)", $0) }
        let unique = Array(Dictionary(keyed) { _, last in last }.values)
        guard !unique.isEmpty else { return }
        try transaction.execute(
            """
            INSERT INTO dead_letter AS letter (
                id, virtual_host, queue, message_id, type, subject, exchange, routing_key,
                content_type, correlation_id, headers, body, error_class, error_code, error_text,
                attempts, failed_at
            )
            SELECT * FROM unnest(
                \(unique.map { _ in ID<DeadLetter>.make() })::uuid[],
                \(unique.map { _ in host.rawValue })::text[],
                \(unique.map(\.queue))::text[],
                \(unique.map(\.messageID))::uuid[],
                \(unique.map(\.type))::text[],
                \(unique.map(\.subject))::text[],
                \(unique.map(\.exchange))::text[],
                \(unique.map(\.routingKey))::text[],
                \(unique.map(\.contentType))::text[],
                \(unique.map(\.correlationID))::uuid[],
                \(try unique.map { try JSONB(encoding: JSONFields($0.headers)) })::jsonb[],
                \(unique.map(\.body))::bytea[],
                \(unique.map(\.errorClass))::text[],
                \(unique.map(\.errorCode))::text[],
                \(unique.map(\.errorText))::text[],
                \(unique.map { Int32(clamping: $0.attempts) })::integer[],
                \(unique.map(\.failedAt))::timestamptz[]
            )
            ON CONFLICT (queue, message_id) DO UPDATE
            SET times_seen = letter.times_seen + 1,
                headers = excluded.headers,
                body = excluded.body,
                error_class = excluded.error_class,
                error_code = excluded.error_code,
                error_text = excluded.error_text,
                attempts = excluded.attempts,
                failed_at = excluded.failed_at,
                state = CASE letter.state WHEN 'discarded' THEN 'discarded' ELSE 'open' END
            """
        )
    }

    static func list(
        _ filter: DeadLetterFilter,
        in transaction: borrowing Transaction
    ) throws -> [StoredDeadLetter] {
        try transaction.execute(
            """
            SELECT \(fragment: StoredDeadLetter.columns)
            FROM dead_letter
            WHERE state = \(filter.state)
                AND (\(filter.type)::text IS NULL OR type = \(filter.type))
                AND (\(filter.code)::text IS NULL OR error_code = \(filter.code))
                AND (\(filter.before)::uuid IS NULL OR id < \(filter.before))
            ORDER BY id DESC
            LIMIT \(filter.limit)
            """
        ).map(StoredDeadLetter.init)
    }

    static func get(
        _ id: ID<DeadLetter>,
        in transaction: borrowing Transaction
    ) throws -> StoredDeadLetter? {
        try transaction.execute(
            "SELECT \(fragment: StoredDeadLetter.columns) FROM dead_letter WHERE id = \(id)"
        ).map(StoredDeadLetter.init).first
    }

    /// Decides about an open letter; `nil`, and nothing changed, when it is not open.
    static func decide(
        _ id: ID<DeadLetter>,
        as state: DeadLetterState,
        by actor: Actor,
        note: String?,
        in transaction: borrowing Transaction
    ) throws -> StoredDeadLetter? {
        try transaction.execute(
            """
            UPDATE dead_letter
            SET state = \(state),
                decided_at = now(),
                decided_by = \(try JSONB(encoding: actor)),
                note = \(note)
            WHERE id = \(id) AND state = 'open'
            RETURNING \(fragment: StoredDeadLetter.columns)
            """
        ).map(StoredDeadLetter.init).first
    }

    /// Takes the name of a person from what they decided, and empties decided letters that name them.
    ///
    /// Their identifier stands beside each name that a message of ours has. What is open is still to be
    /// handled as it came.
    static func forget(_ person: ID<User>) -> [SQL] {
        [
            """
            UPDATE dead_letter
            SET decided_by = jsonb_set(decided_by, '{name}', '"erased"')
            WHERE decided_by ->> 'id' = \(person.description)
                AND decided_by ->> 'kind' = \(ActorKind.user.rawValue)
            """,
            """
            UPDATE dead_letter
            SET body = ''
            WHERE state IN ('replayed', 'discarded')
                AND position(convert_to(\(person.description), 'UTF8') IN body) > 0
            """,
        ]
    }

    /// How many letters are open, by type and error.
    static func openCounts(
        in transaction: borrowing Transaction
    ) throws -> [(type: String, code: String, count: Int64, oldestAge: Double)] {
        try transaction.execute(
            """
            SELECT type, error_code, count(*) AS letters,
                extract(epoch FROM now() - min(stored_at))::double precision AS age
            FROM dead_letter
            WHERE state = 'open'
            GROUP BY type, error_code
            """
        ).map { row in
            (
                type: try row.decode("type"), code: try row.decode("error_code"),
                count: try row.decode("letters"), oldestAge: try row.decode("age")
            )
        }
    }
}

/// Which dead letters a list shows.
package struct DeadLetterFilter: Sendable {
    package var state = DeadLetterState.open
    package var type: String?
    package var code: String?
    /// Only those stored before this one.
    package var before: ID<DeadLetter>?
    package var limit = 50

    package init() {}
}
