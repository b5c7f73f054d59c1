package import Contracts

/// What the ledger asks for when a variant moves, and how long it keeps.
package struct TrackingRules: Hashable, Sendable {
    package static let maximumShelfLifeDays = 36_500

    package var policy: TrackingPolicy
    /// Days from production to expiry, for lots whose label names only the day of production.
    package var shelfLifeDays: Int?

    package static let none = TrackingRules(mode: .none)

    package init(mode: TrackingMode, hasExpiry: Bool = false, shelfLifeDays: Int? = nil) {
        self.policy = TrackingPolicy(mode: mode, hasExpiry: hasExpiry)
        self.shelfLifeDays = shelfLifeDays
    }

    /// Notes what does not fit together: `expiry-needs-lots`, `shelf-life-needs-expiry`, `range`.
    package func check(_ errors: inout FieldErrors) {
        if self.policy.hasExpiry, self.policy.mode == .none {
            let message = "an expiry date is kept per lot or serial, so mode must be lot or serial"
            errors.add(BrokenRule("expiry-needs-lots", message), at: "/tracking/hasExpiry")
        }
        guard let days = self.shelfLifeDays else { return }
        if !self.policy.hasExpiry {
            let message = "a shelf life needs tracking with hasExpiry"
            errors.add(BrokenRule("shelf-life-needs-expiry", message), at: "/shelfLifeDays")
        }
        if !(1...TrackingRules.maximumShelfLifeDays).contains(days) {
            let message = "must be from 1 to \(TrackingRules.maximumShelfLifeDays) days"
            errors.add(BrokenRule("range", message), at: "/shelfLifeDays")
        }
    }
}
