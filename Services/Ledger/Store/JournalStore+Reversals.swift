import Contracts
import Kernel
import LedgerDomain
import Postgres

extension JournalStore {
    /// What reversals took back of entries, a row for each movement or for the whole of a reversal.
    static func undone(of ids: [ID<Entry>]) -> SQL {
        """
        SELECT reversal.reverses AS original, reversal.id, reversal.reversal_number,
            movement.reverses, movement.quantity
        FROM entry AS reversal
        LEFT JOIN movement ON movement.entry = reversal.id
            AND movement.recorded_at = reversal.recorded_at
            AND movement.reverses IS NOT NULL
        WHERE reversal.reverses = ANY (\(ids))
        """
    }

    /// Takes in the rows of ``undone(of:)``.
    static func insertUndone(_ rows: Rows, into state: inout LedgerState) throws {
        for (original, undoings) in try self.undoings(rows) {
            for undoing in undoings { state.insert(undoing, of: original) }
        }
    }

    /// Puts the rows of ``undone(of:)`` together, by the entry that was undone.
    static func undoings(_ rows: Rows) throws -> [ID<Entry>: [Undoing]] {
        var undoings: [ID<Entry>: Undoing] = [:]
        var originals: [ID<Entry>: ID<Entry>] = [:]
        for row in rows {
            let id: ID<Entry> = try row.decode("id")
            let number: Int32? = try row.decode("reversal_number")
            originals[id] = try row.decode("original", as: ID<Entry>.self)
            var undoing = undoings[id] ?? Undoing(by: id, number: number.map { Int($0) })
            if let movement: ID<Movement> = try row.decode("reverses") {
                undoing.add(try row.decode("quantity"), of: movement)
            }
            undoings[id] = undoing
        }
        return Dictionary(grouping: undoings.values) { originals[$0.reversal] ?? $0.reversal }
    }
}
