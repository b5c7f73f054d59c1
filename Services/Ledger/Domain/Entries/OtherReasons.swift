/// Why a customer brought goods back.
package enum ReturnReason: String, CaseIterable, Codable, Sendable {
    case unwanted
    case faulty
    case wrongItem = "wrong-item"
    case undelivered
    case other
}

/// Why an entry is undone.
package enum ReversalReason: String, CaseIterable, Codable, Sendable {
    case cancelled
    case dataCorrection = "data-correction"
    case other
}
