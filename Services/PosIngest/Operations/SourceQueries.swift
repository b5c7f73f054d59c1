import Contracts
import Kernel
import Messaging
import PosIngestDomain
import Postgres

/// Lists sources in order of name.
struct ListSources: Operation {
    static let id = "listSources"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let limit = try request.query.limit()
        let status: SourceView.Status? = try request.query.choice("status")
        let cursor = try PageCursor.read(request, keyCount: 1)
        let records = try SourceStore.page(
            text: request.query["q"],
            isActive: status.map { $0 == .active },
            after: cursor?.keys[0] ?? "",
            limit: limit + 1,
            in: transaction
        )
        return try request.page(
            of: records,
            limit: limit,
            keys: { [$0.source.name] },
            body: { try SourceView.list($0, in: transaction) }
        )
    }
}

/// Shows one source.
struct GetSource: Operation {
    static let id = "getSource"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let view = try SourceView.of(try request.pathID("sourceId"), in: transaction)
        return try .json(view, headers: [view.entityTag])
    }
}
