import FoundationEssentials
import Kernel

/// What chores did to the stock, by place and SKU, as those who did them know it.
///
/// Knows nothing of what the ledger answered but that it accepted.
struct ChoreBook: Hashable, Sendable {
    struct Spot: Hashable, Sendable {
        let place: String
        let sku: String
    }

    /// How much more is there.
    private(set) var changes: [Spot: Quantity] = [:]
    /// What somebody has seen there, whatever the book says: that is what is there.
    private(set) var seen: [Spot: Quantity] = [:]
    /// What one is worth, by SKU, where every piece came at the same price.
    private(set) var prices: [String: Decimal] = [:]

    init() {}

    mutating func add(_ quantity: Quantity, of sku: String, at place: String) {
        self.changes[Spot(place: place, sku: sku), default: .zero] += quantity
    }

    /// What is added there from now on counts from what was seen.
    mutating func see(_ quantity: Quantity, of sku: String, at place: String) {
        let spot = Spot(place: place, sku: sku)
        self.seen[spot] = quantity
        self.changes[spot] = nil
    }

    /// Every piece there ever is of `sku` is worth so much.
    mutating func price(_ sku: String, at price: Decimal) {
        self.prices[sku] = price
    }

    /// Adds what somebody else did elsewhere; of one spot only one of the two may have seen something.
    mutating func add(_ other: ChoreBook) {
        for (spot, quantity) in other.changes { self.changes[spot, default: .zero] += quantity }
        self.seen.merge(other.seen) { $1 }
        self.prices.merge(other.prices) { $1 }
    }

    /// Everything that chores have touched.
    var skus: Set<String> {
        Set(self.changes.keys.map(\.sku)).union(self.seen.keys.map(\.sku))
    }

    /// What must be at a place, by SKU.
    ///
    /// - Parameter others: What would be there without the chores.
    func expected(at place: String, without others: [String: Quantity]) -> [String: Quantity] {
        var expected = others
        for (spot, quantity) in self.seen where spot.place == place {
            expected[spot.sku] = quantity
        }
        for (spot, quantity) in self.changes where spot.place == place {
            expected[spot.sku, default: .zero] += quantity
        }
        return expected
    }
}
