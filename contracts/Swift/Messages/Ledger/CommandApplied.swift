package import Kernel

/// A command changed nothing, because its document was in the book already, with the same content.
///
/// Whoever sent it learns which entry it is, just as from ``CommandsPosted``; that one was told
/// when the document came first, perhaps before anybody listened.
package struct CommandApplied: Contract, Hashable {
    package static let type = "ledger.command.applied.v1"
    package static let destination = Destination.event(of: .ledger)

    /// The message id of the command.
    package let commandId: ID<Command>
    /// Its type, such as `ledger.record_sale.v1`.
    package let commandType: String
    package let reference: Reference
    package let entryId: ID<Entry>
    /// When the entry came into the book.
    package let recordedAt: Timestamp

    package init(
        commandId: ID<Command>,
        commandType: String,
        reference: Reference,
        entryId: ID<Entry>,
        recordedAt: Timestamp
    ) {
        self.commandId = commandId
        self.commandType = commandType
        self.reference = reference
        self.entryId = entryId
        self.recordedAt = recordedAt
    }
}
