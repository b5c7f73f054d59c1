import Contracts
import GatewayDomain
import Kernel
import Postgres

/// The table `api_key`.
enum MachineKeyStore {
    private static let columns: SQL = """
        id, name, prefix, permissions, warehouses, created_by, created_at, expires_at, last_used_at,
        revoked_at
        """

    /// Adds a key; `false` where its identifier is taken.
    static func insert(
        _ key: MachineKey,
        tokenDigest: [UInt8],
        in transaction: borrowing Transaction
    ) throws -> Bool {
        try !transaction.execute(
            """
            INSERT INTO api_key
                (id, name, token_digest, prefix, permissions, warehouses, created_by, created_at,
                 expires_at)
            VALUES
                (\(key.id), \(key.name), \(tokenDigest), \(key.prefix),
                 \(key.permissions.map(\.rawValue).sorted()), \(key.warehouses.map { $0.sorted() }),
                 \(key.createdBy), \(key.createdAt), \(key.expiresAt))
            ON CONFLICT (id) DO NOTHING
            RETURNING id
            """
        ).isEmpty
    }

    /// Gives a key permissions besides those that it has; `false` where it has all of them, or is revoked.
    static func grant(
        _ permissions: Set<Permission>,
        to id: ID<APIKey>,
        in transaction: borrowing Transaction
    ) throws -> Bool {
        let words = permissions.map(\.rawValue).sorted()
        return try !transaction.execute(
            """
            UPDATE api_key
            SET permissions = ARRAY(
                SELECT DISTINCT permission FROM unnest(permissions || \(words)) AS permission
                ORDER BY permission
            )
            WHERE id = \(id) AND revoked_at IS NULL AND NOT permissions @> \(words)
            RETURNING id
            """
        ).isEmpty
    }

    static func find(
        tokenDigest: [UInt8],
        in transaction: borrowing Transaction
    ) throws -> MachineKey? {
        try transaction.execute(
            "SELECT \(fragment: self.columns) FROM api_key WHERE token_digest = \(tokenDigest)"
        ).first.map(self.key)
    }

    static func find(
        _ id: ID<APIKey>,
        in transaction: borrowing Transaction
    ) throws -> MachineKey? {
        try transaction.execute(
            "SELECT \(fragment: self.columns) FROM api_key WHERE id = \(id)"
        ).first.map(self.key)
    }

    /// Latest first.
    static func page(
        includingRevoked: Bool,
        before cursor: ID<APIKey>?,
        limit: Int,
        in transaction: borrowing Transaction
    ) throws -> [MachineKey] {
        try transaction.execute(
            """
            SELECT \(fragment: self.columns) FROM api_key
            WHERE (\(cursor)::uuid IS NULL OR id < \(cursor))
                AND (\(includingRevoked) OR revoked_at IS NULL)
            ORDER BY id DESC
            LIMIT \(limit)
            """
        ).map(self.key)
    }

    static func revoke(_ id: ID<APIKey>, in transaction: borrowing Transaction) throws -> Bool {
        try !transaction.execute(
            """
            UPDATE api_key SET revoked_at = coalesce(revoked_at, now())
            WHERE id = \(id)
            RETURNING id
            """
        ).isEmpty
    }

    /// How exact the time of last use is kept.
    private static let touchInterval = Duration.seconds(60)

    static func needsTouch(_ key: MachineKey, at now: Timestamp) -> Bool {
        key.lastUsedAt.map { now.duration(since: $0) >= self.touchInterval } ?? true
    }

    static func touch(_ id: ID<APIKey>, in transaction: borrowing Transaction) throws {
        try transaction.execute(
            "UPDATE api_key SET last_used_at = \(Timestamp.now) WHERE id = \(id)"
        )
    }

    private static func key(_ row: Row) throws -> MachineKey {
        let permissions: [String] = try row.decode("permissions")
        let warehouses: [ID<Location>]? = try row.decode("warehouses")
        return MachineKey(
            id: try row.decode("id"),
            name: try row.decode("name"),
            prefix: try row.decode("prefix"),
            // A permission that this version does not know gives nothing.
            permissions: Set(permissions.compactMap(Permission.init)),
            warehouses: warehouses.map(Set.init),
            createdBy: try row.decode("created_by"),
            createdAt: try row.decode("created_at"),
            expiresAt: try row.decode("expires_at"),
            lastUsedAt: try row.decode("last_used_at"),
            revokedAt: try row.decode("revoked_at")
        )
    }
}
