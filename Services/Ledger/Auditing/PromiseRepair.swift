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
        try DocumentRepair<Reservation>(
            table: "reservation",
            suspects: PromiseComparison.differences(.all(variant)),
            differences: { PromiseComparison.differences(.reservations($0, variant)) },
            put: { PromiseComparison.put($0, of: variant) }
        )
        .perform(in: transaction)
    }
}
