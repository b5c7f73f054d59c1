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
        /// A pallet with a carton on it is loaded, moved, sent to another warehouse and back, unpacked
        /// and shipped.
        case pallet
        /// Lots are inspected: one passes, a mistake is superseded, and somebody concedes one.
        case inspection
        /// Pieces with numbers come, move, are sold and come back.
        case serials
        /// Two wait for goods that come later, the more important one first.
        case backorder
        /// A promise is prolonged and withdrawn, another before it came.
        case withdrawal
        /// A plan has goods counted, and two have to approve what was seen.
        case countPlan = "count plan"
        /// What is above the limit is proposed, and approved or declined by somebody else.
        case approval
        /// A day of long ago is closed for ever.
        case period
        /// A lot is recalled, and what is known of it is proven.
        case evidence
        /// Sales, transfers, productions and receipts are undone.
        case undoing
    }

    struct Goods: Hashable, Sendable {
        let sku: String
        /// Whether they have lots.
        let isLotted: Bool
        /// Whether each piece has a number.
        var isNumbered = false
    }

    /// How many goods one chore has.
    static let width = 3

    /// From 0.
    let number: Int
    let kind: Kind
    /// ``width`` of them; nobody else touches those of a count, or of a kind with goods of its own.
    let goods: [Goods]
    /// Of each.
    let quantity: Int64
}
