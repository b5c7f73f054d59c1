/// One field of an imported row that breaks one rule.
struct ImportMistake: Decodable, Hashable, Sendable {
    /// From 1 for the first row below the header.
    let row: Int
    let sku: String?
    let field: String
    let rule: String
    let message: String
}
