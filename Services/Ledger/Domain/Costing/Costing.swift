package import Contracts

/// How a variant is costed.
package struct Costing: Hashable, Sendable {
    package let method: CostMethod
    /// What one base unit costs by decree; without it goods of a standard cost are worth what was
    /// paid for them.
    package let standard: CostValue?

    package init(_ method: CostMethod, standard: CostValue? = nil) {
        self.method = method
        self.standard = standard
    }

    /// What holds as long as nobody has said anything.
    package static let usual = Costing(.average)

    /// What each unit is worth whatever was paid; `nil` where that is what counts.
    package var decree: CostValue? { self.method == .standard ? self.standard : nil }
}
