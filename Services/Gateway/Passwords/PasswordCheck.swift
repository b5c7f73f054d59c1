import Contracts
import GatewayDomain
import Kernel
import Postgres

/// Lets an account prove itself by its password, and counts the failures.
struct PasswordCheck: Sendable {
    let database: PostgresPool
    let hasher: PasswordHasher
    /// Fewer than lock an account, so that somebody who signs in on many devices at once is let in.
    private let turnstile = Turnstile(width: SignInThrottle.freeAttempts - 1)

    init(database: PostgresPool, hasher: PasswordHasher) {
        self.database = database
        self.hasher = hasher
    }

    /// That somebody knew the password of an account while it had this hash.
    ///
    /// What is done on the strength of it asks for the hash again, in the transaction that does it:
    /// the password may have been reset since.
    struct Proof: Sendable {
        let account: Account
        let passwordHash: String
        /// A hash with today's parameters, where this one has older ones.
        let replacement: String?
    }

    /// Does something on the strength of a password.
    ///
    /// Unknown names, disabled accounts and wrong passwords cost the same work and get the same
    /// answer. The failure stays on record until `body` clears it.
    ///
    /// - Throws: 401 `invalid-credentials`, or ``Throttled`` while the account is locked.
    func verify<Result: Sendable>(
        _ password: String,
        of name: String,
        _ body: (Proof) async throws -> Result
    ) async throws -> Result {
        // A name that cannot exist is answered like one that does not.
        let normalised = try? AccountRules.normalised(name)
        return try await self.turnstile.run(normalised ?? "") {
            try await body(try await self.proof(password, of: normalised))
        }
    }

    private func proof(_ password: String, of name: String?) async throws -> Proof {
        let credentials = try await self.begin(name)
        // Hashing is bounded work; what is longer than any password is not hashed at all.
        let isHashable = password.utf8.count <= PasswordPolicy.maximumLength
        let verdict: PasswordHasher.Verdict
        do {
            verdict = try await self.hasher.verify(
                isHashable ? password : "",
                against: credentials?.passwordHash
            )
        } catch {
            try await self.withdrawFailure(of: credentials?.account.id)
            throw error
        }
        guard let credentials, case .right(let replacement) = verdict, isHashable,
            credentials.account.isActive
        else { throw Problem(.invalidCredentials) }
        return Proof(
            account: credentials.account,
            passwordHash: credentials.passwordHash,
            replacement: replacement
        )
    }

    /// Records the failure before anybody hashes, and takes it for one until the password proves
    /// right: guesses that arrive together are no more than those that come in turn.
    private func begin(_ name: String?) async throws -> CredentialStore.Credentials? {
        guard let name else { return nil }
        return try await self.database.withTransaction { transaction in
            guard let found = try CredentialStore.lock(name: name, in: transaction) else {
                return nil
            }
            if let wait = found.throttle.wait(at: .now) {
                throw Throttled(problem: Problem(.accountLocked), wait: wait)
            }
            var throttle = found.throttle
            throttle.recordFailure(at: .now)
            try CredentialStore.saveThrottle(throttle, of: found.account.id, in: transaction)
            return found
        }
    }

    /// Nobody has failed whose password was not looked at.
    private func withdrawFailure(of id: ID<User>?) async throws {
        guard let id else { return }
        try await self.database.withTransaction { transaction in
            guard var throttle = try CredentialStore.lockThrottle(of: id, in: transaction) else {
                return
            }
            throttle.withdrawFailure()
            try CredentialStore.saveThrottle(throttle, of: id, in: transaction)
        }
    }
}
