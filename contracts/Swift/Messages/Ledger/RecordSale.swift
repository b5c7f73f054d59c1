package import Kernel

/// Puts into the book what a till did.
///
/// Answered by ``CommandsPosted`` or ``CommandRefused``, both with the same reference. A reference
/// that is in the book already changes nothing, and is answered by ``CommandApplied``.
package struct RecordSale: Contract, Hashable {
    package static let type = "ledger.record_sale.v1"
    package static let destination = Destination.command(to: .ledger)

    package let kind: TillKind
    /// The source and its document id, unique for ever.
    package let reference: Reference
    /// The document that a refund takes back, where the till said so.
    package let originalReference: Reference?
    /// The source, as the actor of the entry.
    package let sourceId: ID<PosSource>?
    /// Where the goods left or came to.
    package let locationId: ID<Location>
    /// When it happened at the till.
    package let effectiveAt: Timestamp
    /// Whether the balance may go below zero, because the goods are gone already.
    package let allowNegative: Bool
    /// Why, for the kind `adjustment`.
    package let reason: String?
    package let note: String?
    package let lines: [TillLine]

    package init(
        kind: TillKind,
        reference: Reference,
        originalReference: Reference? = nil,
        sourceId: ID<PosSource>? = nil,
        locationId: ID<Location>,
        effectiveAt: Timestamp,
        allowNegative: Bool,
        reason: String? = nil,
        note: String? = nil,
        lines: [TillLine]
    ) {
        self.kind = kind
        self.reference = reference
        self.originalReference = originalReference
        self.sourceId = sourceId
        self.locationId = locationId
        self.effectiveAt = effectiveAt
        self.allowNegative = allowNegative
        self.reason = reason
        self.note = note
        self.lines = lines
    }
}
