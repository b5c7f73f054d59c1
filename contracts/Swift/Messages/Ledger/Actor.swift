package import FoundationEssentials
import Kernel

/// Who caused a fact, as it was known at that time.
package struct Actor: Codable, Hashable, Sendable {
    package let kind: ActorKind
    /// For people to read; never looked up by.
    package let name: String
    private let identifier: ID<Actor>?

    package init(
        kind: ActorKind,
        id: UUID? = nil,
        name: String
    ) {
        self.kind = kind
        self.name = name
        self.identifier = id.map(ID.init)
    }

    /// The user, API key or source; `nil` for a service.
    package var id: UUID? { self.identifier?.rawValue }

    // Kept as an ID, because a UUID by itself is written in upper case.
    private enum CodingKeys: String, CodingKey {
        case kind
        case name
        case identifier = "id"
    }
}
