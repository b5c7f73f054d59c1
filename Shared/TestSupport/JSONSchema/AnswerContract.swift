import Contracts
import FoundationEssentials
import Yams

/// What `gateway.openapi.yaml` promises of every answer.
package struct AnswerContract: Sendable {
    let document: JSONValue

    /// Read once: it is long, and there are many tests.
    private static let current = Result { () throws -> JSONValue in
        let path = URL(filePath: #filePath)
            .appending(path: "../../../../contracts/gateway.openapi.yaml")
            .standardized
        let text = try String(contentsOf: path, encoding: .utf8)
        guard let node = try Yams.compose(yaml: text) else {
            throw NeverHappened(description: "the contract is empty")
        }
        return try JSONValue(node)
    }

    /// Reads the contract of this checkout.
    package init() throws {
        self.document = try Self.current.get()
    }

    /// Everything in which an answer is not as promised; empty where it is.
    package func violations(of answer: ObservedAnswer) -> [SchemaViolation] {
        let operation = self.operation(method: answer.method, target: answer.target)
        let isProblem = answer.status >= 400 && answer.mediaType != "application/json"
        let promised = operation?["responses"]?["\(answer.status)"]
        guard isProblem || promised != nil else {
            return [self.violation("responses", "\(answer.status) is not promised")]
        }
        guard !answer.isHead else { return [] }
        guard isProblem else {
            return self.violations(of: answer, content: self.resolved(promised)?["content"])
        }
        return self.violations(ofProblem: answer, to: operation)
    }

    private func violations(of answer: ObservedAnswer, content: JSONValue?) -> [SchemaViolation] {
        guard let content else {
            return answer.body.isEmpty ? [] : [self.violation("content", "there must be none")]
        }
        guard let promised = content[answer.mediaType] else {
            return [self.violation("content", "\(answer.mediaType) is not promised")]
        }
        guard answer.mediaType == "application/json", let schema = promised["schema"] else {
            return []
        }
        return self.violations(of: answer, schema: schema)
    }

    private func violations(
        ofProblem answer: ObservedAnswer,
        to operation: JSONValue?
    ) -> [SchemaViolation] {
        guard answer.mediaType == "application/problem+json" else {
            return [self.violation("content", "a refusal is no \(answer.mediaType)")]
        }
        let schema: JSONValue = ["$ref": "#/components/schemas/Problem"]
        var violations = self.violations(of: answer, schema: schema)
        if answer.json?["status"] != .integer(Int64(answer.status)) {
            violations.append(self.violation("status", "the body tells of another status"))
        }
        if answer.json?["traceId"] == nil {
            violations.append(self.violation("traceId", "there is no trace to quote"))
        }
        return violations
    }

    private func violations(of answer: ObservedAnswer, schema: JSONValue) -> [SchemaViolation] {
        guard let json = answer.json else { return [self.violation("content", "is no JSON")] }
        return JSONSchema(document: self.document, root: schema).violations(of: json)
    }

    func resolved(_ value: JSONValue?) -> JSONValue? {
        guard let reference = value?["$ref"]?.text else { return value }
        return self.document.resolving(reference: reference)
    }

    private func violation(_ keyword: String, _ message: String) -> SchemaViolation {
        SchemaViolation(pointer: "", keyword: keyword, message: message)
    }
}
