import Kernel

/// How finely the ledger tells pieces of a variant apart.
package enum TrackingMode: String, WordCodable, Hashable, Sendable {
    /// All pieces are alike.
    case none
    /// Every movement names a lot.
    case lot
    /// Every piece has a serial number, and moves as a quantity of 1.
    case serial
}
