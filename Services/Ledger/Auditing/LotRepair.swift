import Contracts
import Kernel
import Postgres

/// Puts right the statuses of the lots of one variant.
///
/// Before the levels of its stock: what is withheld follows from them, and whoever changes one locks the lot
/// before these levels.
enum LotRepair {
    /// - Returns: What was put right, to be entered.
    static func perform(
        on variant: ID<Variant>,
        in transaction: borrowing Transaction
    ) throws -> [FoundDrift] {
        try DocumentRepair<Lot>(
            table: "lot",
            suspects: LotComparison.differences(.all(variant)),
            differences: { LotComparison.differences(.lots($0)) },
            put: { [LotComparison.put(.lots($0))] }
        )
        .perform(in: transaction)
    }
}
