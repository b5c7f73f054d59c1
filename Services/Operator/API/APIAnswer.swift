import FoundationEssentials

/// What the gateway answered with success.
struct APIAnswer: Sendable {
    let status: Int
    let body: [UInt8]
    /// For `If-Match` when the document is changed.
    let version: String?
    /// Whether this is what an earlier request with the same key was answered.
    let isReplayed: Bool

    func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(type, from: Data(self.body))
    }
}
