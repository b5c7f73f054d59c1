/// What a message of a POS reports.
package enum PosMessageKind: String, Codable, Hashable, Sendable, CaseIterable {
    case sale
    case refund
    case void
    case adjustment
}
