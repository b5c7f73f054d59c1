import Kernel

/// Which kept figure was not what follows from the journal.
package enum DriftField: String, WordCodable, Sendable {
    /// What is at a place, of a lot.
    case balance
    /// What a warehouse has in all.
    case onHand = "on-hand"
    /// What it has promised.
    case reserved
    /// How many reservations hold some of it.
    case reservations
    /// What it has of lots that are not released.
    case withheld
    /// What the audit itself had added up for a place.
    case audit
}
