/// What kind of actor caused a fact.
package enum ActorKind: String, Codable, Hashable, Sendable, CaseIterable {
    /// A person who signed in.
    case user
    /// A program with an API key or a token made from one.
    case apiKey
    /// One of our services, by its own rules (such as the expiry of a reservation).
    case service
    /// A POS or shop system, through pos-ingest.
    case source
}
