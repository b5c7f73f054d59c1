import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres
import SealStore
import Sealing

/// Reads one entry with its movements.
struct GetEntry: Operation {
    static let id = "getEntry"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let id = try request.pathID("entryId", of: Entry.self)
        let rows = try transaction.pipeline([
            JournalStore.entries([id], of: []), JournalStore.movements([id], of: []),
            JournalStore.undone(of: [id]),
        ])
        guard let row = rows[0].first else { throw Problem.notFound("There is no entry \(id).") }
        let movements = try rows[1].map { try JournalStore.movement($0) }
        var names = NamesLoader()
        for movement in movements { names.add(movement) }
        let state = try names.load(in: transaction)
        guard request.maySee(movements, on: state) else {
            throw Problem.notFound("There is no entry \(id).")
        }
        let entry = try JournalStore.entry(row, movements: movements)
        let sealed = try transaction.execute(
            "SELECT EXISTS (\(fragment: BlockStore.block(of: entry.end))) AS is_sealed"
        )
        let undoings = try JournalStore.undoings(rows[2])[id] ?? []
        return try .json(
            EntryBody(
                entry,
                reversedBy: try row.decode("reversed_by"),
                isSealed: try sealed[0].decode("is_sealed"),
                movements: movements.map { movement in
                    MovementBody(movement, on: state, undone: undoings.undone(of: movement))
                }
            )
        )
    }
}

extension PostedEntry {
    /// Where the last of it stands in the journal.
    fileprivate var end: JournalPlace {
        let entry = SealedID(head: self.id.head, tail: self.id.tail)
        let places = self.movements.map { movement in
            JournalPlace(
                recordedAt: self.recordedAt,
                entry: entry,
                line: Int32(clamping: movement.line),
                movement: SealedID(head: movement.id.head, tail: movement.id.tail)
            )
        }
        return places.max() ?? JournalPlace(of: entry, at: self.recordedAt)
    }
}

extension OperationRequest {
    /// Whether any of the movements touches a warehouse that the principal may read of.
    func maySee(_ movements: [PostedMovement], on state: LedgerState) -> Bool {
        guard let warehouses = self.readableWarehouses else { return true }
        return movements.contains { movement in
            [movement.from, movement.to].contains { id in
                state.location(.id(id))?.warehouse.map(warehouses.contains) ?? false
            }
        }
    }
}
