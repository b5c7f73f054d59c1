import Contracts
import GatewayDomain
import Kernel
import Postgres

/// The columns of `account` that signing in needs.
enum CredentialStore {
    /// What signing in needs to know of an account.
    struct Credentials: Sendable {
        let account: Account
        let passwordHash: String
        let throttle: SignInThrottle
    }

    /// The account with a name, and how it proves itself; keeps others from changing it meanwhile.
    static func lock(
        name: String,
        in transaction: borrowing Transaction
    ) throws -> Credentials? {
        let rows = try transaction.execute(
            """
            SELECT \(fragment: AccountStore.columns), password_hash, failures, last_failure_at
            FROM account
            WHERE name = \(name)
            FOR UPDATE
            """
        )
        guard let row = rows.first,
            let account = try AccountStore.accounts(rows, in: transaction).first
        else { return nil }
        return Credentials(
            account: account,
            passwordHash: try row.decode("password_hash"),
            throttle: try self.throttle(row)
        )
    }

    /// Reads the failed sign-ins of an account and keeps others from adding to them meanwhile.
    static func lockThrottle(
        of id: ID<User>,
        in transaction: borrowing Transaction
    ) throws -> SignInThrottle? {
        try transaction.execute(
            """
            SELECT failures, last_failure_at, locked_until FROM account
            WHERE id = \(id)
            FOR UPDATE
            """
        ).first.map(self.throttle)
    }

    /// Replaces a password whatever it was, and makes its owner choose another.
    static func resetPassword(
        _ hash: String,
        of id: ID<User>,
        in transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            """
            UPDATE account
            SET password_hash = \(hash), must_change_password = true, failures = 0,
                last_failure_at = NULL, locked_until = NULL, updated_at = now()
            WHERE id = \(id)
            """
        )
    }

    /// Replaces the password that was verified and forgets failures; `false` where it is the
    /// password no longer, or the account is disabled.
    static func changePassword(
        _ hash: String,
        by proof: PasswordCheck.Proof,
        in transaction: borrowing Transaction
    ) throws -> Bool {
        try !transaction.execute(
            """
            UPDATE account
            SET password_hash = \(hash), must_change_password = false, failures = 0,
                last_failure_at = NULL, locked_until = NULL, updated_at = now()
            WHERE id = \(proof.account.id) AND is_active AND password_hash = \(proof.passwordHash)
            RETURNING id
            """
        ).isEmpty
    }

    /// Forgets failures, notes the time, and renews the hash where it is outdated; `false` where
    /// the password that was verified is the password no longer, or the account is disabled.
    static func recordSignIn(
        by proof: PasswordCheck.Proof,
        in transaction: borrowing Transaction
    ) throws -> Bool {
        try !transaction.execute(
            """
            UPDATE account
            SET failures = 0, last_failure_at = NULL, locked_until = NULL, last_sign_in_at = now(),
                password_hash = \(proof.replacement ?? proof.passwordHash)
            WHERE id = \(proof.account.id) AND is_active AND password_hash = \(proof.passwordHash)
            RETURNING id
            """
        ).isEmpty
    }

    static func saveThrottle(
        _ throttle: SignInThrottle,
        of id: ID<User>,
        in transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            """
            UPDATE account
            SET failures = \(Int32(throttle.failures)), last_failure_at = \(throttle.lastFailureAt),
                locked_until = \(throttle.lockedUntil)
            WHERE id = \(id)
            """
        )
    }

    private static func throttle(_ row: Row) throws -> SignInThrottle {
        SignInThrottle(
            failures: Int(try row.decode("failures", as: Int32.self)),
            lastFailureAt: try row.decode("last_failure_at"),
            lockedUntil: try row.decode("locked_until")
        )
    }
}
