package import Contracts
import Kernel

/// What becomes of a message.
package enum Verdict: Hashable, Sendable {
    /// The ledger is to record it; `nonStockLines` of its lines move nothing.
    case record(RecordSale, nonStockLines: Int)
    /// The ledger is to undo an earlier one.
    case reverse(ReverseEntry)
    /// Every line is a charge, or a void cancels such a document: the ledger has nothing to do.
    case nothingToMove
    case park(Parking)
}
