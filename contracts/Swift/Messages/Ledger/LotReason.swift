import Kernel

/// Why a lot was given its status: a closed list, so that what is withheld can be reported by cause.
package enum LotReason: String, WordCodable, Sendable {
    case inspection
    case quality
    case damage
    case temperature
    case documents
    case supplierNotice = "supplier-notice"
    case complaint
    case authority
    case cleared
    /// The last day is over; given by the clock alone.
    case expiry
    case other
}
