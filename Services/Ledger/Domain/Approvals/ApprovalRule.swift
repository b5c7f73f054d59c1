package import Contracts
package import Kernel

/// What of the corrections of the book needs a second pair of eyes.
///
/// In force from when it was recorded until the next one is; one without limits asks for nothing.
package struct ApprovalRule: Hashable, Sendable {
    /// Its entry in the journal.
    package let id: ID<Entry>
    /// Of ``governed`` kinds; reversals and all else that corrects count as adjustments.
    package let kinds: Set<EntryKind>
    /// The most of one variant that one entry may add and take without approval.
    package let maximumQuantity: Quantity?
    /// The most that all of an entry may be worth without approval.
    package let maximumValue: CostValue?
    /// Whether programs may not approve.
    package let requiresPerson: Bool

    package init(
        id: ID<Entry>,
        kinds: Set<EntryKind> = ApprovalRule.governed,
        maximumQuantity: Quantity? = nil,
        maximumValue: CostValue? = nil,
        requiresPerson: Bool = true
    ) {
        self.id = id
        self.kinds = kinds
        self.maximumQuantity = maximumQuantity
        self.maximumValue = maximumValue
        self.requiresPerson = requiresPerson
    }

    /// The kinds that a rule can be about.
    package static let governed: Set<EntryKind> = [.adjust, .count]

    /// Whether entries of a kind that correct the book are under the rule.
    package func covers(_ kind: EntryKind) -> Bool {
        self.kinds.contains(kind == .count ? .count : .adjust)
    }

    /// Whether it asks for anything.
    package var hasLimits: Bool { self.maximumQuantity != nil || self.maximumValue != nil }

    /// Why somebody else has to approve a correction; `nil` where nobody has to.
    ///
    /// - Parameter worth: Of all of it; looked at where the rule limits values.
    package func excess(of correction: Correction, worth: CostValue) -> Excess? {
        if let limit = self.maximumQuantity {
            let over = correction.quantities.filter { $0.value > limit }
            if let (variant, quantity) = over.min(by: { $0.key < $1.key }) {
                return .quantity(of: variant, quantity, limit: limit)
            }
        }
        if let limit = self.maximumValue, worth > limit { return .value(worth, limit: limit) }
        return nil
    }

    /// What is above a limit.
    package enum Excess: Hashable, Sendable {
        case quantity(of: ID<Variant>, Quantity, limit: Quantity)
        case value(CostValue, limit: CostValue)
    }
}
