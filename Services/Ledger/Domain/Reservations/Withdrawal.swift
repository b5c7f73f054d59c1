package import Contracts
package import Kernel

/// The wish that a document holds nothing, whether or not it has held anything yet.
///
/// An order may be cancelled before word of it has come; what comes late then promises nothing.
package struct Withdrawal: Hashable, Sendable {
    /// What the document is remembered by where it has held nothing.
    package let id: ID<Reservation>
    package let reference: Reference
    package let warehouse: LocationName
    package let reason: String?

    package init(
        id: ID<Reservation>,
        reference: Reference,
        warehouse: LocationName,
        reason: String? = nil
    ) {
        self.id = id
        self.reference = reference
        self.warehouse = warehouse
        self.reason = reason
    }
}
