package import Kernel

/// Commands that the ledger decided together are in the book, each as an entry.
///
/// What whoever sent them waits for; ``EntriesPosted`` tells everybody what the entries hold.
package struct CommandsPosted: Contract, Hashable {
    package static let type = "ledger.commands.posted.v1"
    package static let destination = Destination.event(of: .ledger)

    /// When the entries came into the book.
    package let recordedAt: Timestamp
    /// At least one, in the order in which they were decided.
    package let commands: [CommandPosted]

    /// How many are told of in one message; more are told in several.
    package static let maximumCommands = 500

    package init(recordedAt: Timestamp, commands: [CommandPosted]) {
        self.recordedAt = recordedAt
        self.commands = commands
    }
}
