import Contracts
import GatewayDomain
import Kernel
import Postgres

/// The tables `account` and `account_grant`.
enum AccountStore {
    static let columns: SQL = """
        id, name, display_name, email, role, is_active, must_change_password, version, locked_until,
        last_sign_in_at, created_at, erased_at
        """

    static func find(
        _ id: ID<User>,
        in transaction: borrowing Transaction
    ) throws -> Account? {
        let rows = try transaction.execute(
            "SELECT \(fragment: self.columns) FROM account WHERE id = \(id)"
        )
        return try self.accounts(rows, in: transaction).first
    }

    /// What the owners of accounts type to sign in.
    static func names(
        of ids: Set<ID<User>>,
        in transaction: borrowing Transaction
    ) throws -> [ID<User>: String] {
        let rows = try transaction.execute(
            "SELECT id, name FROM account WHERE id = ANY(\(ids.sorted()))"
        )
        var names: [ID<User>: String] = [:]
        for row in rows { names[try row.decode("id")] = try row.decode("name") }
        return names
    }

    /// Reads an account and keeps others from changing it until the transaction ends.
    static func lock(
        _ id: ID<User>,
        in transaction: borrowing Transaction
    ) throws -> Account? {
        let rows = try transaction.execute(
            "SELECT \(fragment: self.columns) FROM account WHERE id = \(id) FOR UPDATE"
        )
        return try self.accounts(rows, in: transaction).first
    }

    struct Filter: Sendable {
        /// A part of the name or the display name.
        var text: String?
        var role: Role?
        var isActive: Bool?
    }

    /// One page in order of name, after the given one.
    static func page(
        _ filter: Filter,
        after name: String,
        limit: Int,
        in transaction: borrowing Transaction
    ) throws -> [Account] {
        let rows = try transaction.execute(
            """
            SELECT \(fragment: self.columns) FROM account
            WHERE name > \(name)
                AND (\(filter.text)::text IS NULL
                    OR position(lower(\(filter.text)) IN name) > 0
                    OR position(lower(\(filter.text)) IN lower(display_name)) > 0)
                AND (\(filter.role?.rawValue)::text IS NULL OR role = \(filter.role?.rawValue))
                AND (\(filter.isActive)::boolean IS NULL OR is_active = \(filter.isActive))
            ORDER BY name
            LIMIT \(limit)
            """
        )
        return try self.accounts(rows, in: transaction)
    }

    /// Counts working administrators besides one, and keeps them as they are until the
    /// transaction ends.
    static func lockOtherAdministrators(
        than id: ID<User>,
        in transaction: borrowing Transaction
    ) throws -> Int {
        try transaction.execute(
            """
            SELECT id FROM account
            WHERE role = \(Role.admin.rawValue) AND is_active AND id <> \(id)
            ORDER BY id
            FOR UPDATE
            """
        ).count
    }

    /// Lets one transaction at a time decide whether there is any account.
    static func lockTable(in transaction: borrowing Transaction) throws {
        try transaction.execute("LOCK TABLE account IN SHARE ROW EXCLUSIVE MODE")
    }

    /// The working administrator who was there first.
    static func firstAdministrator(in transaction: borrowing Transaction) throws -> ID<User>? {
        try transaction.execute(
            """
            SELECT id FROM account
            WHERE role = \(Role.admin.rawValue) AND is_active
            ORDER BY id
            LIMIT 1
            """
        ).first.map { try $0.decode("id") }
    }

    static func exists(in transaction: borrowing Transaction) throws -> Bool {
        try !transaction.execute("SELECT 1 FROM account LIMIT 1").isEmpty
    }

    /// Adds an account; `false` where the name is taken.
    static func insert(
        _ account: Account,
        passwordHash: String,
        in transaction: borrowing Transaction
    ) throws -> Bool {
        let rows = try transaction.execute(
            """
            INSERT INTO account
                (id, name, display_name, email, role, password_hash, must_change_password, is_active,
                 created_at)
            VALUES
                (\(account.id), \(account.name), \(account.displayName), \(account.email),
                 \(account.role.rawValue), \(passwordHash), \(account.mustChangePassword),
                 \(account.isActive), \(account.createdAt))
            ON CONFLICT DO NOTHING
            RETURNING id
            """
        )
        guard !rows.isEmpty else { return false }
        try GrantStore.replace(account.grants, of: account.id, in: transaction)
        return true
    }

    /// Saves what an administrator may change, and counts the version up.
    static func save(_ account: Account, in transaction: borrowing Transaction) throws {
        try transaction.execute(
            """
            UPDATE account
            SET display_name = \(account.displayName), email = \(account.email), role = \(account.role.rawValue),
                is_active = \(account.isActive),
                must_change_password = \(account.mustChangePassword),
                version = version + 1, updated_at = now()
            WHERE id = \(account.id)
            """
        )
        try GrantStore.replace(account.grants, of: account.id, in: transaction)
    }

    /// Forgets who was behind an account, whose sessions go with them.
    ///
    /// - Parameter passwordHash: That of a password which nobody knows.
    static func erase(
        _ account: Account,
        passwordHash: String,
        in transaction: borrowing Transaction
    ) throws {
        try transaction.pipeline([
            """
            UPDATE account
            SET name = \(account.name), password_hash = \(passwordHash),
                must_change_password = false, failures = 0, last_failure_at = NULL,
                locked_until = NULL, last_sign_in_at = NULL, erased_at = \(account.erasedAt)
            WHERE id = \(account.id)
            """,
            "DELETE FROM session WHERE account = \(account.id)",
            "SELECT erase_from_audit(\(account.id))",
        ])
    }

    /// Takes the names of all from the trail again who were erased no longer ago.
    static func eraseFromTrail(
        erasedWithin period: Duration,
        in transaction: borrowing Transaction
    ) throws {
        let seconds = Double(period.components.seconds)
        try transaction.execute(
            """
            SELECT erase_from_audit(id) FROM account
            WHERE erased_at > now() - make_interval(secs => \(seconds))
            """
        )
    }

    static func accounts(
        _ rows: Rows,
        in transaction: borrowing Transaction
    ) throws -> [Account] {
        let ids: [ID<User>] = try rows.map { try $0.decode("id") }
        let grants = try GrantStore.grants(of: ids, in: transaction)
        return try zip(rows, ids).map { row, id in
            let role = try row.decode("role", as: String.self)
            guard let known = Role(rawValue: role) else { throw UnknownRole(role: role) }
            return Account(
                id: id,
                name: try row.decode("name"),
                displayName: try row.decode("display_name"),
                email: try row.decode("email"),
                role: known,
                grants: grants[id] ?? [],
                isActive: try row.decode("is_active"),
                mustChangePassword: try row.decode("must_change_password"),
                version: try row.decode("version"),
                lockedUntil: try row.decode("locked_until"),
                lastSignInAt: try row.decode("last_sign_in_at"),
                createdAt: try row.decode("created_at"),
                erasedAt: try row.decode("erased_at")
            )
        }
    }
}

/// A role in the database that this version does not know.
struct UnknownRole: Error {
    let role: String
}
