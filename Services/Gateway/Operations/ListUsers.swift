import Contracts
import GatewayDomain
import Kernel
import Messaging
import Postgres

/// Lists accounts in order of name.
struct ListUsers: Operation {
    static let id = "listUsers"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let limit = try request.query.limit()
        let status: UserView.Status? = try request.query.choice("status")
        let accounts = try AccountStore.page(
            AccountStore.Filter(
                text: request.query["q"],
                role: try request.query.choice("role"),
                isActive: status.map { $0 == .active }
            ),
            after: try PageCursor.read(request, keyCount: 1)?.keys[0] ?? "",
            limit: limit + 1,
            in: transaction
        )
        return try request.page(
            of: accounts,
            limit: limit,
            keys: { [$0.name] },
            body: { try UserView.list($0, in: transaction) }
        )
    }
}

/// Shows one account.
struct GetUser: Operation {
    static let id = "getUser"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let id: ID<User> = try request.pathID("userId")
        guard let account = try AccountStore.find(id, in: transaction) else {
            throw Problem.notFound("There is no such user.")
        }
        let view = try UserView.list([account], in: transaction)[0]
        return try .json(view, headers: [Precondition.tag(view.version)])
    }
}
