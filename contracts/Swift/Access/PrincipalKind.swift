/// What kind of caller a principal is.
package enum PrincipalKind: String, Codable, Hashable, Sendable, CaseIterable {
    case user
    case apiKey
    case service
}
