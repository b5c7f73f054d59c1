/// How the rows of an import are written.
enum ImportFormat: String, Codable, Sendable {
    case csv
    case json
}
