/// Entries are in the book that were committed together, each with all of its movements.
///
/// One message for those of one commit that have the same ``routingKey``: whoever listens to some
/// entries need not take others.
package struct EntriesPosted: Contract, Hashable {
    package static let type = "ledger.entries.posted.v1"
    package static let destination = Destination.event(of: .ledger)

    /// At least one, in the order in which they were decided; all of one kind, and ordered by actors
    /// of one kind.
    package let entries: [EntryPosted]

    /// How many are told of in one message; more are told in several.
    package static let maximumEntries = 500
    /// How many movements they have together, unless there is only one entry.
    package static let maximumMovements = 2_000

    package init(entries: [EntryPosted]) {
        self.entries = entries
    }
}

extension EntriesPosted {
    /// By who ordered them and what they are, so that a queue can be bound to some entries.
    package var routingKey: String { self.entries.first?.routingKey ?? Self.type }

    package static let topic = "\(Self.type).#"
}

extension EntryPosted {
    /// The key that it is published with, alone or with others:
    /// `ledger.entries.posted.v1.source.sale`.
    package var routingKey: String {
        "\(EntriesPosted.type).\(self.actor.kind.rawValue).\(self.kind.rawValue)"
    }
}
