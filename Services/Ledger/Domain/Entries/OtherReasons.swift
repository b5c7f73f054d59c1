import Kernel

/// Why a customer brought goods back.
package enum ReturnReason: String, WordCodable, Sendable {
    case unwanted
    case faulty
    case wrongItem = "wrong-item"
    case undelivered
    case other
}

/// Why goods go back to a supplier.
package enum SupplierReturnReason: String, WordCodable, Sendable {
    case faulty
    case wrongItem = "wrong-item"
    case overdelivered
    case expired
    case recalled
    case other
}

/// Why an entry is undone.
package enum ReversalReason: String, WordCodable, Sendable {
    case cancelled
    case dataCorrection = "data-correction"
    case other
}
