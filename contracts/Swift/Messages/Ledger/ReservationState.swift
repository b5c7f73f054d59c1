/// How far a reservation has come.
package enum ReservationState: String, Codable, Hashable, Sendable, CaseIterable {
    /// Something of it is still promised.
    case pending
    /// All of it has left, or what remained was given up when the last part left.
    case consumed
    /// Given up before it was consumed whole.
    case released
    /// Given up by the ledger when its time was over.
    case expired
}
