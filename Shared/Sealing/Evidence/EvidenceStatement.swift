package import Kernel

/// The part of what a ledger says of goods that the journal proves: which movements there were.
package struct EvidenceStatement: Codable, Hashable, Sendable {
    package let evidence: Evidence
    /// Movements that no checkpoint vouched for yet.
    package let unsealed: [SealedID]

    /// Where goods came from and went.
    package struct Evidence: Codable, Hashable, Sendable {
        /// From suppliers, and back.
        package let origins: [Movement]
        /// To customers, and back.
        package let recipients: [Movement]
        /// How many there are in all parts together.
        package let totals: Totals
    }

    /// How many movements there are.
    package struct Totals: Codable, Hashable, Sendable {
        package let origins: Int
        package let recipients: Int
    }

    /// What the statement says of a movement.
    package struct Movement: Codable, Hashable, Sendable {
        package let id: SealedID
        package let entryId: SealedID
        package let variantId: SealedID
        package let lot: Named?
        package let from: Named
        package let to: Named
        package let quantity: Quantity
        package let effectiveAt: Timestamp
        package let recordedAt: Timestamp
    }

    /// Whatever a document mentions with its identifier.
    package struct Named: Codable, Hashable, Sendable {
        package let id: SealedID
    }

    package var movements: [Movement] { self.evidence.origins + self.evidence.recipients }

    /// Whether there are movements that it does not name.
    package var isPart: Bool {
        self.evidence.origins.count < self.evidence.totals.origins
            || self.evidence.recipients.count < self.evidence.totals.recipients
    }
}

extension EvidenceStatement.Movement {
    /// Whether what was sealed is what is said.
    func isSame(as sealed: SealedRecord.Movement) -> Bool {
        self.id == sealed.id && self.entryId == sealed.entry && self.variantId == sealed.variant
            && self.lot?.id == sealed.lot && self.from.id == sealed.from && self.to.id == sealed.to
            && self.quantity == sealed.quantity && self.effectiveAt == sealed.effectiveAt
            && self.recordedAt == sealed.recordedAt
    }
}
