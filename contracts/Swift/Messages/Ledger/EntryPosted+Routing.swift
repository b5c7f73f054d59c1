extension EntryPosted {
    /// By who ordered it and what it is, so that a queue can be bound to some entries.
    package var routingKey: String { Self.routingKey(by: self.actor.kind, of: self.kind) }

    package static let topic = "\(Self.type).#"

    /// The key of entries of one kind that actors of one kind ordered:
    /// `ledger.entry.posted.v1.source.sale`.
    package static func routingKey(by actor: ActorKind, of kind: EntryKind) -> String {
        "\(Self.type).\(actor.rawValue).\(kind.rawValue)"
    }

    /// The keys by which entries of tills were published once: an outbox may still have some, and
    /// pos-ingest waits for them.
    package static let formerKeys = ["\(Self.type).source", Self.type]
}
