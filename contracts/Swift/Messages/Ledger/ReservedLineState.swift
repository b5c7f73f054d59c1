import Kernel

/// How far one line of a reservation has come.
package enum ReservedLineState: String, WordCodable, Sendable {
    /// Something of it is promised; more may wait.
    case pending
    /// Nothing of it is promised, and something waits for stock.
    case backordered
    /// Some of it was taken, and nothing is left of the rest.
    case consumed
    /// Given up before anything was taken.
    case released
    /// Given up by the ledger when the time was over.
    case expired
}
