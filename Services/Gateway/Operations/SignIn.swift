import Contracts
import GatewayDomain
import Kernel
import Messaging
import Postgres

/// Starts a session for a name and its password, and hands out the cookie.
struct SignIn: LocalOperation {
    static let id = "signIn"

    let database: PostgresPool
    let hasher: PasswordHasher
    let desk: SessionDesk

    struct Body: Codable {
        let name: String
        let password: String
    }

    func respond(to request: GatewayRequest) async throws -> OperationResponse {
        let body: Body = try request.message.document()
        let credentials = try await self.credentials(of: body.name)
        if let wait = credentials?.throttle.wait(at: .now) {
            throw Throttled(problem: Problem(.accountLocked), wait: wait)
        }
        // Hashing is bounded work; what is longer than any password is not hashed at all.
        let isHashable = body.password.utf8.count <= PasswordPolicy.maximumLength
        let verdict = try await self.hasher.verify(
            isHashable ? body.password : "",
            against: credentials?.passwordHash
        )
        guard let credentials, case .right(let replacement) = verdict, isHashable else {
            try await self.recordFailure(of: credentials?.account.id)
            throw Problem(.invalidCredentials)
        }
        guard credentials.account.isActive else { throw Problem(.invalidCredentials) }
        return try await self.desk.open(for: credentials.account, request) { transaction in
            let account = credentials.account.id
            try CredentialStore.recordSignIn(of: account, in: transaction)
            guard let replacement else { return }
            try CredentialStore.savePassword(
                replacement,
                of: account,
                mustChange: credentials.account.mustChangePassword,
                in: transaction
            )
        }
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
