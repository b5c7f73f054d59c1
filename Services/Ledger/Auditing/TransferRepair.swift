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
        try DocumentRepair<TransferOrder>(
            table: "transfer_order",
            suspects: TransferComparison.differences(.all(variant)),
            differences: { TransferComparison.differences(.lines($0, variant)) },
            put: { TransferComparison.put(.lines($0, variant)) }
        )
        .perform(in: transaction)
    }
}
