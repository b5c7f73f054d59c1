/// Which way goods crossed the border of a location.
package enum Direction: String, Codable, Hashable, Sendable, CaseIterable {
    /// They left it.
    case out
    /// They came to it.
    case `in`
}
