import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Lists entries without their movements, the latest recorded first.
struct ListEntries: Query {
    static let id = "listEntries"

    let horizon: Timestamp

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let limit = try request.query.limit()
        let end = try JournalFilter.end(request.query, at: self.horizon)
        let filter = try JournalFilter(request, in: transaction)
        let page = EntryPage(
            entry: filter.entry,
            movement: filter.movement,
            place: filter.place,
            times: { try JournalFilter.times(request.query, before: end, of: $0) },
            end: end,
            position: try JournalPosition(request),
            limit: limit + 1
        )
        transaction.preferIndexes()
        let rows = try transaction.execute(page.statement)
        let bodies = try rows.prefix(limit).map { row in
            try EntryBody(row)
        }
        return try .json(JournalPage(bodies, of: rows, before: end, for: request))
    }
}

extension EntryBody {
    /// An entry without its movements: a row of `entry` with what undid the last of it.
    init(_ row: Row) throws {
        self.init(
            try JournalStore.entry(row, movements: []),
            reversedBy: try row.decode("reversed_by")
        )
    }
}
