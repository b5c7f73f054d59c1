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
    let check: PasswordCheck
    let cache: CallerCache

    struct Body: Codable {
        let current: String
        let new: String
    }

    func respond(to request: GatewayRequest) async throws -> OperationResponse {
        let session = try request.requireSession()
        let account = session.account
        let body: Body = try request.message.document()
        do {
            try PasswordPolicy.check(body.new, name: account.name)
        } catch {
            throw Problem(error, pointer: "/new")
        }
        guard body.new != body.current else {
            throw Problem.validation("/new", rule: "password", "It is the old one.")
        }
        try await self.check.verify(body.current, of: account.name) { proof in
            let hash = try await self.hasher.hash(body.new)
            try await self.database.withTransaction { transaction in
                guard try CredentialStore.changePassword(hash, by: proof, in: transaction) else {
                    throw Problem(.invalidCredentials)
                }
                try SessionStore.revokeAll(of: account.id, except: session.id, in: transaction)
            }
        }
        self.cache.forgetAll()
        return .noContent
    }
}
