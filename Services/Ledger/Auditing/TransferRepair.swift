import Contracts
import Kernel
import Postgres

/// Puts right what is kept of the transfer orders of one variant.
///
/// Before the levels of its stock, whose locks come after those of orders.
enum TransferRepair {
    /// - Returns: What was put right, to be entered.
    static func perform(
        on variant: ID<Variant>,
        in transaction: borrowing Transaction
    ) throws -> [FoundDrift] {
        let suspects = try self.drifts(.all(variant), in: transaction)
        guard !suspects.isEmpty else { return [] }
        let subjects = Set(suspects.compactMap(\.subject))
        let ids = subjects.map { ID<TransferOrder>($0.rawValue) }.sorted()
        try transaction.execute(
            "SELECT FROM transfer_order WHERE id = ANY (\(ids)) ORDER BY id FOR UPDATE"
        )
        // Somebody may have put them right meanwhile.
        let drifts = try self.drifts(.lines(ids, variant), in: transaction)
        if !drifts.isEmpty { try transaction.pipeline(TransferComparison.put(ids, of: variant)) }
        return drifts
    }

    private static func drifts(
        _ scope: TransferComparison.Scope,
        in transaction: borrowing Transaction
    ) throws -> [FoundDrift] {
        try transaction.execute(TransferComparison.differences(scope)).map { row in
            try FoundDrift(row, of: row.decode("subject"))
        }
    }
}
