import Contracts
import Kernel
import Messaging
import Postgres

/// Shows in the answer to a dry run of a reversal what rests on the entry: when it is refused, that
/// is what has to be undone first.
struct ReversalPreview {
    /// Dependants that are shown at most; all of them are in a list of their own.
    static let maximumDependants = 50

    let database: PostgresPool

    /// Adds `dependants` to an answer, and `hasMoreDependants` where there are more.
    func complete(
        _ response: OperationResponse,
        to request: OperationRequest
    ) async throws -> OperationResponse {
        let id = try request.pathID("entryId", of: Entry.self)
        let rows = try await self.database.withTransaction { transaction in
            try ListDependants.rows(
                of: id,
                for: request,
                limit: Self.maximumDependants + 1,
                in: transaction
            )
        }
        guard let rows else { return response }
        let dependants = try rows.prefix(Self.maximumDependants).map { row in
            try MessageCoding.decode(
                JSONValue.self,
                from: MessageCoding.encode(try EntryBody(row))
            )
        }
        var members: [String: JSONValue] = ["dependants": .array(dependants)]
        if rows.count > Self.maximumDependants { members["hasMoreDependants"] = true }
        return try response.adding(members)
    }
}
