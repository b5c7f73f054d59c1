/// What a unit measures.
package enum Dimension: String, Codable, Hashable, Sendable, CaseIterable {
    case count
    case mass
    case length
    case area
    case volume
    case time
}
