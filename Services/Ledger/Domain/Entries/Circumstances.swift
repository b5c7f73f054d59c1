package import Contracts
package import Kernel

/// When and why something happened, and what paper says so.
package struct Circumstances: Hashable, Sendable {
    /// When it happened; `nil` means when it is recorded.
    package let effectiveAt: Timestamp?
    /// The business key: the document in another system, posted at most once, for ever.
    package let reference: Reference?
    /// The document that a return takes back.
    package let originalReference: Reference?
    package let reason: String?
    package let note: String?

    package init(
        effectiveAt: Timestamp? = nil,
        reference: Reference? = nil,
        originalReference: Reference? = nil,
        reason: String? = nil,
        note: String? = nil
    ) {
        self.effectiveAt = effectiveAt
        self.reference = reference
        self.originalReference = originalReference
        self.reason = reason
        self.note = note
    }
}
