import Contracts
import Kernel
import Messaging
import PosIngestDomain
import Postgres

/// Lists messages, the latest received first.
struct ListPosMessages: Operation {
    static let id = "listPosMessages"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let query = request.query
        let limit = try query.limit()
        let cursor = try PageCursor.read(request, keyCount: 1)?.key(0, ID<PosMessage>.init)
        let filter = MessageStore.Filter(
            source: query["source"],
            status: try query.choice("status"),
            reason: try query.choice("reason"),
            kind: try query.choice("kind"),
            document: query["document"],
            code: query["code"],
            terminal: query["terminal"],
            receivedFrom: try query.timestamp("receivedFrom"),
            receivedTo: try query.timestamp("receivedTo")
        )
        let records = try MessageStore.page(
            filter,
            before: cursor,
            limit: limit + 1,
            in: transaction
        )
        let duplicates = try MessageStore.duplicates(of: records.map(\.id), in: transaction)
        return try request.page(
            of: records,
            limit: limit,
            keys: { [$0.id.description] },
            body: { page in page.map { PosMessageHead($0, duplicates: duplicates[$0.id] ?? 0) } }
        )
    }
}

/// Shows one message with its payload.
struct GetPosMessage: Operation {
    static let id = "getPosMessage"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        try PosMessageView.response(try request.pathID("messageId"), in: transaction)
    }
}
