import Contracts
import Kernel
import LedgerDomain

/// That nothing is made or lost: what decisions say is in a place came from another.
///
/// What is ours is taken from the rows of balances and of availabilities that were decided, and what is
/// outside from the movements; each variant comes to nothing over all of them.
struct Conservation {
    private var balances: [Balance.Key: Quantity] = [:]
    private var levels: [Availability.Key: Quantity] = [:]
    /// What there is of each variant over all locations: by balances, and by availabilities.
    private var sums = (balances: [ID<Variant>: Quantity](), levels: [ID<Variant>: Quantity]())

    mutating func record(_ decision: Decision) {
        for balance in decision.balances {
            let former = self.balances.updateValue(balance.onHand, forKey: balance.key) ?? .zero
            self.sums.balances[balance.key.variant, default: .zero] += balance.onHand - former
        }
        for level in decision.availabilities {
            let former = self.levels.updateValue(level.onHand, forKey: level.key) ?? .zero
            self.sums.levels[level.key.variant, default: .zero] += level.onHand - former
        }
        for movement in decision.entry?.movements ?? [] {
            self.add(.zero - movement.quantity, of: movement.variant, at: movement.from)
            self.add(movement.quantity, of: movement.variant, at: movement.to)
        }
    }

    /// What goods outside come to has no row, and is told by movements alone.
    private mutating func add(_ quantity: Quantity, of variant: ID<Variant>, at place: ID<Location>)
    {
        guard Company.roots[place] == nil else { return }
        self.sums.balances[variant, default: .zero] += quantity
        self.sums.levels[variant, default: .zero] += quantity
    }

    /// Variants of which there is more or less than nothing.
    var differences: [String] {
        self.sums.balances.filter { $0.value != .zero }.map { "balances of \($0): \($1)" }
            + self.sums.levels.filter { $0.value != .zero }.map { "levels of \($0): \($1)" }
    }
}
