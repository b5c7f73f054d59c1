/// What the ledger asks for whenever a variant moves.
package struct TrackingPolicy: Codable, Hashable, Sendable {
    package let mode: TrackingMode
    /// Whether each lot or serial must carry an expiry date.
    package let hasExpiry: Bool

    package init(
        mode: TrackingMode,
        hasExpiry: Bool
    ) {
        self.mode = mode
        self.hasExpiry = hasExpiry
    }
}
