package import Kernel

/// A command that made an entry.
package struct CommandPosted: Codable, Hashable, Sendable {
    /// The identifier of the command.
    package let commandId: ID<Command>
    package let reference: Reference
    package let entryId: ID<Entry>

    package init(commandId: ID<Command>, reference: Reference, entryId: ID<Entry>) {
        self.commandId = commandId
        self.reference = reference
        self.entryId = entryId
    }
}
