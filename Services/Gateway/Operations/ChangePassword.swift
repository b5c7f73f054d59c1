import Contracts
import GatewayDomain
import Kernel
import Messaging
import Postgres

/// Gives the caller a new password and ends all other sessions of the account.
struct ChangePassword: LocalOperation {
    static let id = "changePassword"

    let database: PostgresPool
    let hasher: PasswordHasher
    let cache: CallerCache

    struct Body: Codable {
        let current: String
        let new: String
    }

    func respond(to request: GatewayRequest) async throws -> OperationResponse {
        let caller = try request.requireCaller()
        let account = try caller.requireAccount()
        let body: Body = try request.message.document()
        do {
            try PasswordPolicy.check(body.new, name: account.name)
        } catch {
            throw Problem(error, pointer: "/new")
        }
        guard body.new != body.current else {
            throw Problem.validation("/new", rule: "password", "It is the old one.")
        }
        let stored = try await self.database.withTransaction(.readOnly) { transaction in
            try CredentialStore.credentials(name: account.name, in: transaction)
        }
        let current = body.current
        guard current.utf8.count <= PasswordPolicy.maximumLength,
            try await self.hasher.verify(current, against: stored?.passwordHash) != .wrong
        else { throw Problem(.invalidCredentials, detail: "The current password is wrong.") }
        let hash = try await self.hasher.hash(body.new)
        try await self.database.withTransaction { transaction in
            try CredentialStore.savePassword(
                hash,
                of: account.id,
                mustChange: false,
                in: transaction
            )
            try SessionStore.revokeAll(of: account.id, except: caller.sessionID, in: transaction)
        }
        self.cache.forgetAll()
        return .noContent
    }
}
