import Contracts
import GatewayDomain
import Kernel
import Messaging
import Postgres

/// Adds an account; without a password with a one-time one that its owner has to change.
struct CreateUser: LocalOperation {
    static let id = "createUser"

    let database: PostgresPool
    let hasher: PasswordHasher

    struct Draft: Codable {
        let id: ID<User>?
        let name: String
        let displayName: String
        let email: String?
        let role: Role
        let password: String?
        let grants: [GrantDraft]?
    }

    func respond(to request: GatewayRequest) async throws -> OperationResponse {
        let draft: Draft = try request.message.document()
        var generator = SystemRandomNumberGenerator()
        let oneTime = draft.password == nil ? OneTimeSecret.password(using: &generator) : nil
        let password = draft.password ?? oneTime ?? ""
        do {
            try PasswordPolicy.check(password, name: draft.name)
        } catch {
            throw Problem(error, pointer: "/password")
        }
        let insert = InsertUser(
            draft: draft,
            passwordHash: try await self.hasher.hash(password),
            mustChangePassword: oneTime != nil
        )
        let answer = await TransactionalOperations([insert], database: self.database)
            .respond(to: request.message)
        return OneTimeSecret.reveal(oneTime, as: "oneTimePassword", in: answer)
    }
}

/// The part of creating a user that is one transaction.
struct InsertUser: Operation {
    static let id = CreateUser.id

    let draft: CreateUser.Draft
    let passwordHash: String
    let mustChangePassword: Bool

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        try UserRules.checkDisplayName(self.draft.displayName)
        try UserRules.checkEmail(self.draft.email)
        let account = Account(
            id: self.draft.id ?? .make(),
            name: try UserRules.name(self.draft.name),
            displayName: self.draft.displayName,
            email: self.draft.email,
            role: self.draft.role,
            grants: try GrantDraft.resolve(self.draft.grants ?? [], in: transaction),
            mustChangePassword: self.mustChangePassword
        )
        try UserRules.checkAuthority(of: request.principal, over: account)
        let wasAdded = try AccountStore.insert(
            account,
            passwordHash: self.passwordHash,
            in: transaction
        )
        guard wasAdded else {
            throw Problem.conflict(.alreadyExists, "A user with this name or id exists.")
        }
        let view = try UserView.list([account], in: transaction)[0]
        return try .json(
            NewUserView(user: view),
            status: 201,
            headers: [Precondition.tag(account.version), ("Location", "/v1/users/\(account.id)")]
        )
    }
}
