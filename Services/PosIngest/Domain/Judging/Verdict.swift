package import Contracts
import Kernel

/// What becomes of a message.
package enum Verdict: Hashable, Sendable {
    /// The ledger is to record it; `nonStockLines` of its lines move nothing.
    case record(RecordSale, nonStockLines: Int)
    /// The ledger is to undo an earlier one.
    case reverse(ReverseEntry)
    /// Every line is a charge: there is nothing for the ledger to do.
    case nothingToMove
    case park(Parking)
}
