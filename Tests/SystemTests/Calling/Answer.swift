import Contracts
import FoundationEssentials
import TestSupport
import Testing

/// What the gateway answered.
struct Answer: Sendable {
    let status: Int
    let headers: [(name: String, value: String)]
    let body: [UInt8]

    var isSuccess: Bool { (200..<300).contains(self.status) }

    /// The entity tag, for a change of what was answered.
    var version: String? { self.header("etag") }

    var isReplayed: Bool { self.header("idempotency-replayed") == "true" }

    func header(_ name: String) -> String? {
        self.headers.first { $0.name.lowercased() == name }?.value
    }

    func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(type, from: Data(self.body))
    }

    /// The body; `nil` where there is none or it is no JSON.
    var json: JSONValue? {
        get throws {
            let type = self.header("content-type") ?? ""
            guard !self.body.isEmpty, type.contains("json") else { return nil }
            return try self.decode(JSONValue.self)
        }
    }

    /// The code of a problem; `nil` for another answer.
    var code: ProblemCode? {
        get throws {
            guard !self.isSuccess else { return nil }
            return try self.decode(Problem.self).knownCode
        }
    }

    /// A problem without the trace, which is another on every occasion.
    var problem: Problem {
        get throws {
            var problem = try self.decode(Problem.self)
            problem.traceId = nil
            return problem
        }
    }

    /// The text of a member, such as `variant.id`.
    func text(_ path: String) throws -> String {
        let value = try path.split(separator: ".").reduce(self.json) { $0?[String($1)] }
        return try #require(value?.text, "\(path) in \(self.bodyText)")
    }

    var bodyText: String { String(decoding: self.body, as: UTF8.self) }
}
