package import FoundationEssentials

/// Who caused a fact, as it was known at that time.
package struct Actor: Codable, Hashable, Sendable {
    package let kind: ActorKind
    /// The user, API key or source; `nil` for a service.
    package let id: UUID?
    /// For people to read; never looked up by.
    package let name: String

    package init(
        kind: ActorKind,
        id: UUID? = nil,
        name: String
    ) {
        self.kind = kind
        self.id = id
        self.name = name
    }
}
