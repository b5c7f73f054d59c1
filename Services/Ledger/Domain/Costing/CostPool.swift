package import Contracts
package import Kernel

/// All of one variant in one warehouse, and what it is worth.
///
/// The value of a pool is that of its layers less what it owes; whoever changes it writes lines
/// that add up to the same.
package struct CostPool: Hashable, Sendable {
    package let key: Key
    package internal(set) var costing: Costing
    /// The oldest first; none is empty.
    package internal(set) var layers: [CostSlice]
    /// Those that were not read; `nil` where all were.
    package internal(set) var unseen: UnseenLayers?
    /// What layers are worth together beyond what each has: all of it where the method makes all
    /// units worth the same, so that goods that leave change no layer but theirs; zero elsewhere.
    package internal(set) var shared: CostValue
    /// What left before it came, in the order in which it did; none is empty.
    package internal(set) var debts: [CostDebt]
    /// Debts that were not read; `nil` where all were.
    package internal(set) var unseenDebts: UnseenDebts?
    /// What one base unit was worth when there last were any.
    package internal(set) var unitCost: CostValue?

    package init(
        key: Key,
        costing: Costing = .usual,
        layers: [CostSlice] = [],
        unseen: UnseenLayers? = nil,
        shared: CostValue = .zero,
        debts: [CostDebt] = [],
        unseenDebts: UnseenDebts? = nil,
        unitCost: CostValue? = nil
    ) {
        self.key = key
        self.costing = costing
        self.layers = layers
        self.unseen = unseen
        self.shared = shared
        self.debts = debts
        self.unseenDebts = unseenDebts
        self.unitCost = unitCost
    }

    /// What is where: the identity of a pool.
    package struct Key: Hashable, Sendable {
        package let variant: ID<Variant>
        /// The root of a tree of locations.
        package let warehouse: ID<Location>

        package init(variant: ID<Variant>, warehouse: ID<Location>) {
            self.variant = variant
            self.warehouse = warehouse
        }
    }

    /// On hand; below zero where more is owed than there is.
    package var quantity: Quantity { self.goodsQuantity - self.owedQuantity }

    package var value: CostValue { self.goodsValue - self.owedValue }

    /// What is there, whatever is owed.
    package var goodsQuantity: Quantity {
        self.layers.quantity + (self.unseen?.quantity ?? .zero)
    }

    /// What is owed, whatever is there.
    package var owedQuantity: Quantity {
        self.debts.quantity + (self.unseenDebts?.quantity ?? .zero)
    }

    /// What is owed is thought to have cost so much.
    package var owedValue: CostValue { self.debts.value + (self.unseenDebts?.value ?? .zero) }

    /// What each layer is worth for itself, all together.
    package var layerValue: CostValue { self.layers.value + (self.unseen?.value ?? .zero) }

    /// What is there is worth so much, whatever is owed.
    package var goodsValue: CostValue { self.layerValue + self.shared }

    /// Whether layers or debts were needed that were not read.
    var isIncomplete: Bool {
        self.unseen?.isReached == true || self.unseenDebts?.isReached == true
    }

    /// What one unit is taken for whose cost nobody knows.
    var presumedCost: CostValue? { self.costing.decree ?? self.unitCost ?? self.costing.standard }

    /// What goods are taken for whose cost nobody knows; nothing where that would be out of range.
    func presumedValue(of quantity: Quantity) -> CostValue {
        self.presumedCost?.times(quantity).map { self.hasRoom(for: $0) ? $0 : .zero } ?? .zero
    }

    /// Whether so much may come to the pool or be owed by it.
    func hasRoom(for value: CostValue) -> Bool {
        let limit = CostValue.largest.millionths
        let sum = self.value.millionths.magnitude + value.millionths.magnitude
        return sum <= limit.magnitude
    }

    /// Brings the value to where the method keeps it; to be called after each change.
    mutating func settleLayers() {
        if self.costing.method == .average { self.gather() }
        let quantity = self.goodsQuantity
        guard quantity.isPositive, let each = self.goodsValue.share(1, of: quantity) else { return }
        self.unitCost = each
    }

    /// Makes all units worth the same, together.
    private mutating func gather() {
        self.shared = self.goodsValue
        self.unseen?.forgetValues()
        for index in self.layers.indices where self.layers[index].value != .zero {
            self.layers[index].value = .zero
        }
    }

    /// Makes all units worth the same, each layer for itself.
    mutating func spread(_ value: CostValue) {
        let parts = value.spread(over: self.layers.map(\.quantity.tenThousandths))
        for (index, part) in parts.enumerated() { self.layers[index].value = part }
        self.shared = .zero
    }
}

extension CostPool.Key: Comparable {
    package static func < (left: CostPool.Key, right: CostPool.Key) -> Bool {
        left.variant == right.variant
            ? left.warehouse < right.warehouse : left.variant < right.variant
    }
}
