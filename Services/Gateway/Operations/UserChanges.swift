import Contracts
import GatewayDomain
import Kernel
import Messaging
import Postgres

/// Changes a user, or gives them a new one-time password.
///
/// Takes effect on the next request of the account; disabling it ends its sessions.
struct UpdateUser: LocalOperation {
    static let id = "updateUser"

    let database: PostgresPool
    let hasher: PasswordHasher
    let cache: CallerCache

    struct Patch: Codable {
        let displayName: String?
        let email: Change<String>
        let role: Role?
        let status: UserView.Status?
        let resetPassword: Bool?
    }

    func respond(to request: GatewayRequest) async throws -> OperationResponse {
        let patch: Patch = try request.message.document()
        var generator = SystemRandomNumberGenerator()
        let oneTime =
            patch.resetPassword == true ? OneTimeSecret.password(using: &generator) : nil
        var hash: String?
        if let oneTime { hash = try await self.hasher.hash(oneTime) }
        let change = ChangeUser(patch: patch, passwordHash: hash)
        let answer = await TransactionalOperations([change], database: self.database)
            .respond(to: request.message)
        self.cache.forgetAll()
        return OneTimeSecret.reveal(oneTime, as: "oneTimePassword", in: answer)
    }
}

/// The part of changing a user that is one transaction.
struct ChangeUser: Operation {
    static let id = UpdateUser.id

    let patch: UpdateUser.Patch
    let passwordHash: String?

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        var change = try UserChange.begin(request, requiresVersion: true, in: transaction)
        if let name = self.patch.displayName {
            try UserRules.checkDisplayName(name)
            change.account.displayName = name
        }
        change.account.email = self.patch.email.applied(to: change.account.email)
        try UserRules.checkEmail(change.account.email)
        change.account.role = self.patch.role ?? change.account.role
        if let status = self.patch.status { change.account.isActive = status == .active }
        if let hash = self.passwordHash {
            change.account.mustChangePassword = true
            try CredentialStore.resetPassword(hash, of: change.account.id, in: transaction)
        }
        let view = try change.save(by: request.principal, in: transaction)
        if !change.account.isActive || self.passwordHash != nil {
            try SessionStore.revokeAll(of: change.account.id, in: transaction)
        }
        return try .json(NewUserView(user: view), headers: [Precondition.tag(view.version)])
    }
}

/// Replaces what an account may do beyond its role.
struct SetUserGrants: LocalOperation {
    static let id = "setUserGrants"

    let database: PostgresPool
    let cache: CallerCache

    struct Body: Codable {
        let grants: [GrantDraft]
    }

    private struct Change: Operation {
        static let id = SetUserGrants.id

        func perform(
            _ request: OperationRequest,
            in transaction: borrowing Transaction
        ) throws -> OperationResponse {
            let body: Body = try request.document()
            var change = try UserChange.begin(request, in: transaction)
            change.account.grants = try GrantDraft.resolve(body.grants, in: transaction)
            let view = try change.save(by: request.principal, in: transaction)
            return try .json(view, headers: [Precondition.tag(view.version)])
        }
    }

    func respond(to request: GatewayRequest) async throws -> OperationResponse {
        let answer = await TransactionalOperations([Change()], database: self.database)
            .respond(to: request.message)
        self.cache.forgetAll()
        return answer
    }
}
