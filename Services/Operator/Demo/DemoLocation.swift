/// A place of the demo company.
struct DemoLocation: Encodable, Hashable, Sendable {
    let code: String
    let name: String
    let kind: String
    var parent: String?
}
