import Kernel

/// Why a customer brought goods back.
package enum ReturnReason: String, WordCodable, Sendable {
    case unwanted
    case faulty
    case wrongItem = "wrong-item"
    case undelivered
    case other
}

/// Why an entry is undone.
package enum ReversalReason: String, WordCodable, Sendable {
    case cancelled
    case dataCorrection = "data-correction"
    case other
}
