import Contracts
import Kernel
import Postgres

/// The table `session`.
enum SessionStore {
    struct Record: Hashable, Sendable {
        let id: ID<Session>
        let account: ID<User>
        let createdAt: Timestamp
        let lastUsedAt: Timestamp
        let address: String
        let userAgent: String
    }

    private static let columns: SQL = """
        id, account, created_at, last_used_at, address, user_agent
        """

    static func insert(
        _ session: Record,
        tokenDigest: [UInt8],
        in transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO session
                (id, token_digest, account, created_at, last_used_at, address, user_agent)
            VALUES
                (\(session.id), \(tokenDigest), \(session.account), \(session.createdAt),
                 \(session.lastUsedAt), \(session.address), \(session.userAgent))
            """
        )
    }

    /// The session of a token, unless it was revoked; age is for the caller to judge.
    static func find(
        tokenDigest: [UInt8],
        in transaction: borrowing Transaction
    ) throws -> Record? {
        try transaction.execute(
            """
            SELECT \(fragment: self.columns) FROM session
            WHERE token_digest = \(tokenDigest) AND revoked_at IS NULL
            """
        ).first.map(self.record)
    }

    static func find(
        _ id: ID<Session>,
        in transaction: borrowing Transaction
    ) throws -> Record? {
        try transaction.execute(
            """
            SELECT \(fragment: self.columns) FROM session
            WHERE id = \(id) AND revoked_at IS NULL
            """
        ).first.map(self.record)
    }

    /// Live sessions of an account, latest first.
    static func list(
        of account: ID<User>,
        createdAfter: Timestamp,
        usedAfter: Timestamp,
        before cursor: ID<Session>?,
        limit: Int,
        in transaction: borrowing Transaction
    ) throws -> [Record] {
        try transaction.execute(
            """
            SELECT \(fragment: self.columns) FROM session
            WHERE revoked_at IS NULL
                AND created_at > \(createdAfter) AND last_used_at > \(usedAfter)
                AND account = \(account)
                AND (\(cursor)::uuid IS NULL OR id < \(cursor))
            ORDER BY id DESC
            LIMIT \(limit)
            """
        ).map(self.record)
    }

    static func touch(
        _ id: ID<Session>,
        at time: Timestamp,
        in transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            """
            UPDATE session SET last_used_at = \(time)
            WHERE id = \(id) AND last_used_at < \(time)
            """
        )
    }

    /// Ends one session; `false` where there is none that is live, or it is another account's.
    static func revoke(
        _ id: ID<Session>,
        of account: ID<User>?,
        in transaction: borrowing Transaction
    ) throws -> Bool {
        try !transaction.execute(
            """
            UPDATE session SET revoked_at = now()
            WHERE id = \(id) AND revoked_at IS NULL
                AND (\(account)::uuid IS NULL OR account = \(account))
            RETURNING id
            """
        ).isEmpty
    }

    /// Ends every session of an account but one.
    static func revokeAll(
        of account: ID<User>,
        except kept: ID<Session>? = nil,
        in transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            """
            UPDATE session SET revoked_at = now()
            WHERE account = \(account) AND revoked_at IS NULL
                AND id IS DISTINCT FROM \(kept)::uuid
            """
        )
    }

    /// Forgets a number of sessions that began so long ago, the oldest first; returns how many.
    static func prune(
        olderThan age: Duration,
        limit: Int,
        in transaction: borrowing Transaction
    ) throws -> Int {
        let days = Int32(age.components.seconds / 86_400)
        return try transaction.execute(
            """
            DELETE FROM session
            WHERE id IN (
                SELECT id
                FROM session
                WHERE created_at < now() - make_interval(days => \(days))
                ORDER BY created_at
                LIMIT \(limit)
                FOR UPDATE SKIP LOCKED
            )
            RETURNING id
            """
        ).count
    }

    private static func record(_ row: Row) throws -> Record {
        Record(
            id: try row.decode("id"),
            account: try row.decode("account"),
            createdAt: try row.decode("created_at"),
            lastUsedAt: try row.decode("last_used_at"),
            address: try row.decode("address"),
            userAgent: try row.decode("user_agent")
        )
    }
}
