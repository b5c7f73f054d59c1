import Contracts
import Kernel
import Postgres

/// Puts right what is kept of the reservations of one variant.
///
/// Before the levels of its stock, whose promises follow from it, and whose locks come after those of
/// reservations.
enum PromiseRepair {
    /// - Returns: What was put right, to be entered.
    static func perform(
        on variant: ID<Variant>,
        in transaction: borrowing Transaction
    ) throws -> [FoundDrift] {
        let suspects = try self.drifts(.all(variant), in: transaction)
        guard !suspects.isEmpty else { return [] }
        let ids = Set(suspects.compactMap(\.subject).map { ID<Reservation>($0.rawValue) }).sorted()
        try transaction.execute(
            "SELECT FROM reservation WHERE id = ANY (\(ids)) ORDER BY id FOR UPDATE"
        )
        // Somebody may have put them right meanwhile.
        let drifts = try self.drifts(.reservations(ids, variant), in: transaction)
        if !drifts.isEmpty { try transaction.pipeline(PromiseComparison.put(ids, of: variant)) }
        return drifts
    }

    private static func drifts(
        _ scope: PromiseComparison.Scope,
        in transaction: borrowing Transaction
    ) throws -> [FoundDrift] {
        try transaction.execute(PromiseComparison.differences(scope)).map { row in
            try FoundDrift(row, of: row.decode("subject"))
        }
    }
}
