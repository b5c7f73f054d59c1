import Kernel

/// Which goods leave first where a command does not say which.
package enum RemovalStrategy: String, WordCodable, Sendable {
    /// First expired, first out.
    case fefo
    /// First in, first out: lots that the ledger has known longest.
    case fifo
    /// Last in, first out.
    case lifo
    /// What is nearest to packing.
    case closest
}
