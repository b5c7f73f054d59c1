extension EntryPosted {
    /// Who waits for what it ordered itself would be told of every other entry, too: the kind of
    /// actor is the last word of the key.
    package var routingKey: String { Self.routingKey(by: self.actor.kind) }

    package static let topic = "\(Self.type).#"

    /// The key of entries that actors of one kind ordered: `ledger.entry.posted.v1.source`.
    package static func routingKey(by kind: ActorKind) -> String {
        "\(Self.type).\(kind.rawValue)"
    }
}
