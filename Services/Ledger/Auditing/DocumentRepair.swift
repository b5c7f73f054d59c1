import Contracts
import Kernel
import Postgres

/// How documents of one kind are put right, for one variant.
struct DocumentRepair<Subject> {
    /// The documents, each with an `id`.
    let table: SQL
    /// All that may be wrong of the variant.
    let suspects: SQL
    /// What is wrong of the variant in a few documents.
    let differences: ([ID<Subject>]) -> SQL
    /// Makes them what they should be.
    let put: ([ID<Subject>]) -> [SQL]

    /// - Returns: What was put right, to be entered.
    func perform(in transaction: borrowing Transaction) throws -> [FoundDrift] {
        let found = try self.drifts(self.suspects, in: transaction)
        guard !found.isEmpty else { return [] }
        let ids = Set(found.compactMap(\.subject).map { ID<Subject>($0.rawValue) }).sorted()
        // Not against those who only name one: who posts goods of a lot names it behind their levels.
        try transaction.execute(
            """
            SELECT FROM \(fragment: self.table)
            WHERE id = ANY (\(ids))
            ORDER BY id
            FOR NO KEY UPDATE
            """
        )
        // Somebody may have put them right meanwhile.
        let drifts = try self.drifts(self.differences(ids), in: transaction)
        if !drifts.isEmpty { try transaction.pipeline(self.put(ids)) }
        return drifts
    }

    private func drifts(
        _ statement: SQL,
        in transaction: borrowing Transaction
    ) throws -> [FoundDrift] {
        try transaction.execute(statement).map { row in
            try FoundDrift(row, of: row.decode("subject"))
        }
    }
}
