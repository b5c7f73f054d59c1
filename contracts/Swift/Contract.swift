/// A message that crosses a process boundary.
///
/// Described in other languages by `schemas/<type>.json`, with a golden example of the same name in
/// `examples/`. Within a major version fields are only added, as optionals; consumers ignore fields
/// that they do not know. Anything else is a new version, published beside the old one.
package protocol Contract: Codable, Sendable, Equatable {
    /// The name of the message with its major version last: `ledger.entries.posted.v1`.
    ///
    /// Also its routing key, or the first part of it, except for ``Destination/ingress``, where the
    /// key names the source.
    static var type: String { get }

    /// Where it is published, and by whom.
    static var destination: Destination { get }

    /// The topic that all of its routing keys match.
    static var topic: String { get }

    /// The key that this one is published with: queues are bound by it, nobody dispatches on it.
    var routingKey: String { get }
}

extension Contract {
    package static var topic: String { self.type }

    package var routingKey: String { Self.type }
}
