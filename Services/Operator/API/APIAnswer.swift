import FoundationEssentials

/// What the gateway answered with success.
struct APIAnswer: Sendable {
    let status: Int
    let body: [UInt8]
    /// For `If-Match` when the document is changed.
    let version: String?
    /// Whether this is what an earlier request with the same key was answered.
    let isReplayed: Bool
    /// The header `Link`, which names the next page of a table.
    var link: String?
    /// The header `Set-Cookie`, by which a session goes on.
    var cookie: String?

    /// Path and query of the next page; `nil` after the last one.
    var next: String? {
        guard let link, link.hasPrefix("</"), link.hasSuffix(#">; rel="next""#),
            let end = link.firstIndex(of: ">")
        else { return nil }
        return String(link[link.index(after: link.startIndex)..<end])
    }

    func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(type, from: Data(self.body))
    }
}
