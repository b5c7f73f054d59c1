package import Kernel

/// Undoes an entry with its mirror image, found by the document that it came from.
///
/// Answered by ``CommandsPosted`` or ``CommandRefused``, both with ``reference``.
/// An entry is reversed at most once; a reference that is in the book already is answered by
/// ``CommandApplied``.
package struct ReverseEntry: Contract, Hashable {
    package static let type = "ledger.reverse_entry.v1"
    package static let destination = Destination.command(to: .ledger)

    /// The document that orders the reversal, such as a void; unique for ever.
    package let reference: Reference
    /// The document whose entry is undone.
    package let originalReference: Reference
    /// The source, as the actor of the entry.
    package let sourceId: ID<PosSource>?
    /// When it was undone.
    package let effectiveAt: Timestamp
    /// Whether the balance may go below zero.
    package let allowNegative: Bool
    /// Why, from the closed list of reasons.
    package let reason: String
    package let note: String?

    package init(
        reference: Reference,
        originalReference: Reference,
        sourceId: ID<PosSource>? = nil,
        effectiveAt: Timestamp,
        allowNegative: Bool,
        reason: String,
        note: String? = nil
    ) {
        self.reference = reference
        self.originalReference = originalReference
        self.sourceId = sourceId
        self.effectiveAt = effectiveAt
        self.allowNegative = allowNegative
        self.reason = reason
        self.note = note
    }
}
