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
            after: try request.query.cursorText() ?? "",
            limit: limit + 1,
            in: transaction
        )
        var views: [UserView] = []
        for account in accounts { views.append(try UserView(account, in: transaction)) }
        return try .json(Page(views, limit: limit) { $0.name })
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
        let view = try UserView(account, in: transaction)
        return try .json(view, headers: [view.entityTag])
    }
}
