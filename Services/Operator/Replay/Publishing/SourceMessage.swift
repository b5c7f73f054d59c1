/// A message of a source as the gateway lists it.
struct SourceMessage: Decodable, Hashable, Sendable {
    let document: String?
    /// `pending`, `applied`, `parked` or `discarded`.
    let status: String
    /// Why it is parked.
    let reason: String?
    let detail: String?
    let lineCount: Int
}
