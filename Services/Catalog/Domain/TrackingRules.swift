package import Contracts

/// What the ledger asks for when a variant moves, and how long it keeps.
package struct TrackingRules: Codable, Hashable, Sendable {
    package static let maximumShelfLifeDays = 36_525

    package let mode: TrackingMode
    /// Whether each lot or serial must carry an expiry date.
    package let hasExpiry: Bool
    /// Days from production to expiry, for lots whose label names only the day of production.
    package let shelfLifeDays: Int?

    package static let none = TrackingRules(mode: .none)

    package init(mode: TrackingMode, hasExpiry: Bool = false, shelfLifeDays: Int? = nil) {
        self.mode = mode
        self.hasExpiry = hasExpiry
        self.shelfLifeDays = shelfLifeDays
    }

    package var policy: TrackingPolicy {
        TrackingPolicy(mode: self.mode, hasExpiry: self.hasExpiry)
    }

    /// - Throws: ``BrokenRule`` `expiry-needs-lots`, `shelf-life-needs-expiry` or
    ///   `shelf-life-range`.
    package func check() throws(BrokenRule) {
        guard !self.hasExpiry || self.mode != .none else {
            throw BrokenRule(
                "expiry-needs-lots",
                "an expiry date is kept per lot or serial, so mode must be lot or serial"
            )
        }
        guard let days = self.shelfLifeDays else { return }
        guard self.hasExpiry else {
            throw BrokenRule("shelf-life-needs-expiry", "a shelf life needs hasExpiry")
        }
        guard (1...TrackingRules.maximumShelfLifeDays).contains(days) else {
            throw BrokenRule(
                "shelf-life-range",
                "must be 1 to \(TrackingRules.maximumShelfLifeDays) days"
            )
        }
    }
}
