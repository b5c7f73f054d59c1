import FoundationEssentials
import NIOHTTP1

/// One request to the gateway, which may be sent several times.
struct APIRequest: Sendable {
    let method: HTTPMethod
    /// Path and query, encoded.
    let target: String
    var body: [UInt8] = []
    var contentType = "application/json"
    var accept = "application/json"
    /// The same for every attempt, so that all of them together have one effect.
    var idempotencyKey: String?
    /// The `ETag` of the document that is changed.
    var version: String?

    init(_ method: HTTPMethod, _ path: [String], query: [(String, String)] = []) {
        self.method = method
        let steps = path.map { "/" + Self.encoded($0, keeping: ":") }.joined()
        let pairs = query.map { "\($0)=\(Self.encoded($1))" }
        self.target = pairs.isEmpty ? steps : "\(steps)?\(pairs.joined(separator: "&"))"
    }

    /// Reads what an answer named.
    ///
    /// - Parameter target: Path and query, encoded.
    init(target: String) {
        self.method = .GET
        self.target = target
    }

    /// A request with a JSON body.
    ///
    /// Keys are sorted: a request that is sent again is the same to the byte.
    init(
        _ method: HTTPMethod,
        _ path: [String],
        query: [(String, String)] = [],
        key: String? = nil,
        json: some Encodable
    ) throws {
        self.init(method, path, query: query)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        self.body = Array(try encoder.encode(json))
        self.idempotencyKey = key
    }

    /// Everything but the unreserved characters of RFC 3986, section 2.3, as `%XX`.
    private static func encoded(_ text: String, keeping others: String = "") -> String {
        text.utf8.map { byte in
            let character = Character(UnicodeScalar(byte))
            let isPlain = byte < 0x80 && (character.isLetter || character.isNumber)
            if isPlain || "-._~\(others)".contains(character) { return String(character) }
            return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
        .joined()
    }
}
