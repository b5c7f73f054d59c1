/// What part a product plays in the business.
package enum ItemType: String, Codable, Hashable, Sendable, CaseIterable {
    case merchandise
    case rawMaterial = "raw-material"
    case semiFinished = "semi-finished"
    case packaging
}
