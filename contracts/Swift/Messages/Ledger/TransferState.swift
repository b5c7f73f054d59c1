import Kernel

/// How far a transfer order has come; follows from the quantities of its lines.
package enum TransferState: String, WordCodable, Sendable {
    /// Nothing of it is on the road, and something is still to be dispatched.
    case open
    /// Something has left and has neither arrived nor been lost.
    case inTransit = "in-transit"
    /// All that left has arrived or is lost, and nothing more will leave.
    case closed
    /// Given up before anything left.
    case cancelled
}
