import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Lists the entries that rest on what an entry moved, without their movements.
struct ListDependants: Query {
    static let id = "listDependants"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let id = try request.pathID("entryId", of: Entry.self)
        let limit = try request.query.limit()
        guard
            let rows = try Self.rows(
                of: id,
                for: request,
                after: try JournalPosition(request),
                limit: limit + 1,
                in: transaction
            )
        else { throw Problem.notFound("There is no entry \(id).") }
        return try request.page(of: Array(rows), limit: limit) { row in
            try JournalPosition.keys(row)
        } body: { rows in
            try rows.map { try EntryBody($0) }
        }
    }

    /// The dependants of an entry that the principal may see; `nil` where they may not see the
    /// entry.
    static func rows(
        of id: ID<Entry>,
        for request: OperationRequest,
        after position: JournalPosition? = nil,
        limit: Int,
        in transaction: borrowing Transaction
    ) throws -> Rows? {
        let rows = try transaction.pipeline([
            JournalStore.entries([id], of: []), JournalStore.movements([id], of: []),
        ])
        guard let row = rows[0].first else { return nil }
        let movements = try rows[1].map { try JournalStore.movement($0) }
        var names = NamesLoader()
        for movement in movements { names.add(movement) }
        guard request.maySee(movements, on: try names.load(in: transaction)) else { return nil }
        let page = DependantPage(
            entry: id,
            recordedAt: try row.decode("recorded_at"),
            warehouses: request.readableWarehouses,
            position: position,
            limit: limit
        )
        transaction.preferIndexes()
        return try transaction.execute(page.statement)
    }
}
