import Kernel

/// Something that a warehouse does besides selling: a short story with a few goods.
struct Chore: Hashable, Sendable {
    enum Kind: String, CaseIterable, Sendable {
        /// Goods come with prices, and their freight is known later.
        case delivery
        /// A delivery of before the first sale is told now.
        case lateDelivery = "late delivery"
        /// From the shop to its shelf and back, as far as something is there.
        case shelving
        /// By the road to the shop, where not all of it arrives.
        case road
        /// Promised, prolonged, shipped in part, given up.
        case promise
        /// The shop promises what tills are selling.
        case rivalry
        /// One thing is made of two others, and one of those is taken apart again.
        case production
        /// Customers bring goods back, and some go back to who sold them.
        case exchange
        /// A delivery that was none: undone in parts, tried before.
        case mistake
        /// Several commands at once, all or nothing, and each by itself.
        case batch
        /// Goods that must not be sold for a while, and some that are thrown away.
        case hold
        /// What tills sell is recalled and released.
        case recall
        /// Somebody counts what tills are selling.
        case count
        /// Goods are costed by another method, and worth something else.
        case worth
    }

    struct Goods: Hashable, Sendable {
        let sku: String
        /// Whether they have lots.
        let isLotted: Bool
    }

    /// How many goods one chore has.
    static let width = 3

    /// From 0.
    let number: Int
    let kind: Kind
    /// ``width`` of them; those of a count nobody else touches.
    let goods: [Goods]
    /// Of each.
    let quantity: Int64
}
