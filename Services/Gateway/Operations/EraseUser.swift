import Contracts
import GatewayDomain
import Kernel
import Messaging
import Postgres

/// Forgets a person, here at once and in the services as soon as they hear of it.
///
/// Who was erased is erased again: what was under way then may have written their name since.
struct EraseUser: LocalOperation {
    static let id = "eraseUser"

    let database: PostgresPool
    let hasher: PasswordHasher
    let cache: CallerCache

    private struct Change: Operation {
        static let id = EraseUser.id

        let passwordHash: String

        func perform(
            _ request: OperationRequest,
            in transaction: borrowing Transaction
        ) throws -> OperationResponse {
            var change = try UserChange.begin(request, isErasure: true, in: transaction)
            let time = Timestamp.now
            change.account = change.original.erased(at: time)
            let view = try change.save(by: request.principal, in: transaction)
            try Erasure.begin(of: view.id, in: transaction)
            try AccountStore.erase(
                change.account,
                passwordHash: self.passwordHash,
                in: transaction
            )
            try Outbox.append(
                UserErased(
                    userId: view.id,
                    erasedAt: change.account.erasedAt ?? time,
                    version: view.version
                ),
                subject: view.id.description,
                version: view.version,
                cause: request.context,
                in: transaction
            )
            return try .json(view, headers: [Precondition.tag(view.version)])
        }
    }

    func respond(to request: GatewayRequest) async throws -> OperationResponse {
        var generator = SystemRandomNumberGenerator()
        let change = Change(
            passwordHash: try await self.hasher.hash(OneTimeSecret.password(using: &generator))
        )
        let answer = await TransactionalOperations([change], database: self.database)
            .respond(to: request.message)
        self.cache.forgetAll()
        return answer
    }
}
