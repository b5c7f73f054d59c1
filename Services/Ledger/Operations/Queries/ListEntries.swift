import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Lists entries without their movements, the latest recorded first.
struct ListEntries: Operation {
    static let id = "listEntries"

    let horizon: Timestamp

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let limit = try request.query.limit()
        let end = try JournalFilter.end(request.query, at: self.horizon)
        let filter = try JournalFilter(request, in: transaction)
        var conditions =
            filter.entry + (try JournalFilter.times(request.query, before: end, of: "entry"))
        if let position = try JournalPosition(request) {
            conditions.append(
                "(entry.recorded_at, entry.id) < (\(position.recordedAt), \(position.id))"
            )
        }
        let place: SQL? = filter.place.map {
            "\($0) IN (movement.from_location, movement.to_location)"
        }
        let movement = filter.movement + [place].compactMap(\.self)
        if !movement.isEmpty {
            conditions.append(
                """
                EXISTS (
                    SELECT FROM movement
                    WHERE movement.entry = entry.id
                        AND movement.recorded_at = entry.recorded_at
                        AND \(fragment: .all(movement))
                )
                """
            )
        }
        let rows = try transaction.execute(
            """
            SELECT entry.*, (
                SELECT reversal.id FROM entry AS reversal WHERE reversal.reverses = entry.id
            ) AS reversed_by
            FROM entry
            WHERE \(fragment: .all(conditions))
            ORDER BY entry.recorded_at DESC, entry.id DESC
            LIMIT \(limit + 1)
            """
        )
        let bodies = try rows.prefix(limit).map { row in
            EntryBody(
                try JournalStore.entry(row, movements: []),
                reversedBy: try row.decode("reversed_by")
            )
        }
        return try .json(JournalPage(bodies, of: rows, before: end, for: request))
    }
}
