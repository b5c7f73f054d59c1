import Contracts
import FoundationEssentials
import NIOHTTP1
import TestSupport

/// What the gateway answered.
struct Answer: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let body: [UInt8]

    /// The body; `nil` where there is none or it is no JSON.
    var json: JSONValue? {
        let type = self.header("content-type") ?? ""
        guard !self.body.isEmpty, type.hasSuffix("json") else { return nil }
        return try? JSONDecoder().decode(JSONValue.self, from: Data(self.body))
    }

    /// A problem without the trace, which is another on every occasion.
    var problem: [String: JSONValue]? {
        self.json?.members?.filter { $0.key != "traceId" }
    }

    /// The code of a problem; `nil` for another answer.
    var code: String? { self.json?["code"]?.text }

    /// The pointers of what breaks a rule.
    var pointers: [String] {
        (self.json?["errors"]?.elements ?? []).compactMap { $0["pointer"]?.text }
    }

    var items: [JSONValue] { self.json?["items"]?.elements ?? [] }

    func header(_ name: String) -> String? {
        self.headers.first(name: name)
    }

    /// The member at a path of names, such as `user.id`.
    subscript(_ path: String) -> JSONValue? {
        path.split(separator: ".").reduce(self.json) { $0?[String($1)] }
    }

    func text(_ path: String) throws -> String {
        guard let text = self[path]?.text else { throw Unexpected(answer: self) }
        return text
    }
}

extension Answer: CustomStringConvertible {
    var description: String { "\(self.status) \(String(decoding: self.body, as: UTF8.self))" }
}

/// An answer that a test cannot go on with.
struct Unexpected: Error {
    let answer: Answer
}
