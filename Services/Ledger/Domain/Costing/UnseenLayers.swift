import Contracts
package import Kernel

/// Layers of a pool that stayed where they are kept, because nothing is thought to reach them.
///
/// Goods may be put to them unseen. Whoever needs to look at one finds out that the pool has to be
/// read whole, and that all that followed from not doing so is to be thrown away.
package struct UnseenLayers: Hashable, Sendable {
    /// What they hold together, with what was put to them.
    package private(set) var quantity: Quantity
    package internal(set) var value: CostValue
    /// The last one that was read of those that come before them.
    private let end: CostSlice.Key?
    /// Goods that are not among them: they were read, or looked for and not found.
    private let known: Set<CostSlice.Key>
    /// What was put to them: a new layer, or more of one.
    package private(set) var added: [CostSlice.Key: CostSlice] = [:]
    /// Whether one of them was needed.
    package internal(set) var isReached = false

    /// - Parameters:
    ///   - end: The last of the layers that were read in their order; `nil` where none was.
    ///   - known: Goods that were looked for one by one.
    package init(
        quantity: Quantity,
        value: CostValue,
        after end: CostSlice.Key?,
        known: Set<CostSlice.Key> = []
    ) {
        self.quantity = quantity
        self.value = value
        self.end = end
        self.known = known
    }

    /// Whether goods may be among these.
    func mayHold(_ goods: CostSlice.Key) -> Bool {
        !self.known.contains(goods) && self.precede(goods)
    }

    /// Whether some of these may be older than goods.
    func precede(_ goods: CostSlice.Key) -> Bool { self.end.map { $0 < goods } ?? true }

    mutating func add(_ slice: CostSlice) {
        self.quantity += slice.quantity
        self.value += slice.value
        if self.added[slice.key]?.join(slice) == nil { self.added[slice.key] = slice }
    }

    /// Gives up what they are worth each, as the pool keeps that together.
    mutating func forgetValues() {
        self.value = .zero
        for key in self.added.keys { self.added[key]?.value = .zero }
    }
}
