import Contracts
import GatewayDomain
import Kernel
import Postgres

/// Lets an account prove itself by its password, and counts the failures.
struct PasswordCheck: Sendable {
    let database: PostgresPool
    let hasher: PasswordHasher

    /// The account, and a hash with today's parameters where the stored one has older ones.
    ///
    /// Unknown names, disabled accounts and wrong passwords cost the same work and get the same
    /// answer.
    ///
    /// - Throws: 401 `invalid-credentials`, or ``Throttled`` while the account is locked.
    func verify(
        _ password: String,
        of name: String
    ) async throws -> (account: Account, replacement: String?) {
        let credentials = try await self.credentials(of: name)
        if let wait = credentials?.throttle.wait(at: .now) {
            throw Throttled(problem: Problem(.accountLocked), wait: wait)
        }
        // Hashing is bounded work; what is longer than any password is not hashed at all.
        let isHashable = password.utf8.count <= PasswordPolicy.maximumLength
        let verdict = try await self.hasher.verify(
            isHashable ? password : "",
            against: credentials?.passwordHash
        )
        guard let credentials, case .right(let replacement) = verdict, isHashable else {
            try await self.recordFailure(of: credentials?.account.id)
            throw Problem(.invalidCredentials)
        }
        guard credentials.account.isActive else { throw Problem(.invalidCredentials) }
        return (credentials.account, replacement)
    }

    private func credentials(of name: String) async throws -> CredentialStore.Credentials? {
        // A name that cannot exist is answered like one that does not.
        guard let normalised = try? AccountRules.normalised(name) else { return nil }
        return try await self.database.withTransaction(.readOnly) { transaction in
            try CredentialStore.credentials(name: normalised, in: transaction)
        }
    }

    /// Counts on what is there now: guesses that arrive together must not overwrite each other.
    private func recordFailure(of id: ID<User>?) async throws {
        guard let id else { return }
        try await self.database.withTransaction { transaction in
            guard var throttle = try CredentialStore.lockThrottle(of: id, in: transaction) else {
                return
            }
            throttle.recordFailure(at: .now)
            try CredentialStore.saveThrottle(throttle, of: id, in: transaction)
        }
    }
}
