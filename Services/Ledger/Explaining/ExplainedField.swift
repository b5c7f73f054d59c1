/// A figure that can be explained.
enum ExplainedField: String, Codable, CaseIterable, Sendable {
    case onHand = "on-hand"
    case available
    case reserved
    case withheld
    case inTransit = "in-transit"
    /// What the goods are worth.
    case value
    /// What one unit of them is worth on average.
    case unitCost = "unit-cost"

    /// Whether it follows from the book of costs.
    var isOfCosts: Bool { self == .value || self == .unitCost }

    /// Whether promises are part of it, which are known since their histories began.
    var hasPromises: Bool { self == .available || self == .reserved }

    /// Whether it is known of single places, and not of whole warehouses alone.
    var isOfPlaces: Bool { self == .onHand || self.isOfCosts }

    /// Whether it is known of single lots.
    var isOfLots: Bool { self == .onHand }
}
