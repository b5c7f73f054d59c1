import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Lists movements with what their entries say, the latest recorded first.
struct ListMovements: Query {
    static let id = "listMovements"

    let horizon: Timestamp

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let limit = try request.query.limit()
        let end = try JournalFilter.end(request.query, at: self.horizon)
        let filter = try JournalFilter(request, in: transaction)
        var page = MovementPage(entry: filter.entry, place: filter.place, limit: limit + 1)
        page.movement = filter.movement
        page.movement += try JournalFilter.times(request.query, before: end, of: "movement")
        if let position = try JournalPosition(request) {
            page.movement.append(
                "(movement.recorded_at, movement.id) < (\(position.recordedAt), \(position.id))"
            )
        }
        transaction.preferIndexes()
        let rows = try transaction.execute(page.statement)
        let bodies = try MovementRecordBody.bodies(
            of: Array(rows.prefix(limit)),
            in: transaction
        )
        return try .json(JournalPage(bodies, of: rows, before: end, for: request))
    }
}

extension MovementRecordBody {
    /// Documents of rows of `movement`, in their order.
    static func bodies(
        of rows: [Row],
        in transaction: borrowing Transaction
    ) throws -> [MovementRecordBody] {
        let movements = try rows.map { row in
            (entry: try row.decode("entry", as: ID<Entry>.self), try JournalStore.movement(row))
        }
        let heads = try transaction.execute(
            JournalStore.entries(Array(Set(movements.map(\.entry))), of: [])
        )
        let entries = Dictionary(
            try heads.map { try JournalStore.entry($0, movements: []) }.map { ($0.id, $0) }
        ) { first, _ in first }
        var names = NamesLoader()
        for (_, movement) in movements { names.add(movement) }
        let state = try names.load(in: transaction)
        return movements.compactMap { id, movement in
            entries[id].map { MovementRecordBody(movement, of: $0, on: state) }
        }
    }
}
