import Contracts
import Messaging

/// What an operation answered, with its body as JSON.
struct Answer: Sendable, CustomStringConvertible {
    let status: Int
    let headers: [(String, String)]
    /// `nil` where there is none.
    let body: JSONValue?

    init(_ response: OperationResponse) throws {
        self.status = response.status
        self.headers = response.headers
        self.body =
            response.body.isEmpty
            ? nil : try MessageCoding.decode(JSONValue.self, from: response.body)
    }

    var description: String { "\(self.status) \(self.body ?? .null)" }

    var etag: String { self.headers.first { $0.0 == "ETag" }?.1 ?? "" }
    var code: String? { self["code"].text }

    subscript(_ name: String) -> JSONPart { JSONPart(value: self.body)[name] }

    /// The `pointer rule` of every error.
    var errors: [String] {
        self["errors"].items.map { "\($0["pointer"].text ?? "") \($0["rule"].text ?? "")" }
    }
}
