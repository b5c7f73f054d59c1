package import Contracts
import FoundationEssentials
import Yams

/// What `gateway.openapi.yaml` promises of every answer.
package struct AnswerContract: Sendable {
    private let document: JSONValue

    /// Reads the contract of this checkout.
    package init() throws {
        let path = URL(filePath: #filePath)
            .appending(path: "../../../../contracts/gateway.openapi.yaml")
            .standardized
        let text = try String(contentsOf: path, encoding: .utf8)
        guard let node = try Yams.compose(yaml: text) else {
            throw NeverHappened(description: "the contract is empty")
        }
        self.document = try JSONValue(node)
    }

    /// Everything in which an answer is not as promised; empty where it is.
    ///
    /// - Parameter body: `nil` where the answer has none.
    package func violations(
        operation: String,
        status: Int,
        body: JSONValue?
    ) -> [SchemaViolation] {
        guard let schema = self.schema(operation: operation, status: status) else {
            let isPromised =
                status < 400 && body == nil
                && self.responses(of: operation)?["\(status)"] != nil
            return isPromised
                ? [] : [SchemaViolation(pointer: "", keyword: "responses", message: "\(status)")]
        }
        return JSONSchema(document: self.document, root: schema).violations(of: body ?? .null)
    }

    private func schema(operation: String, status: Int) -> JSONValue? {
        let content = self.responses(of: operation)?["\(status)"]?["content"]
        if let schema = content?["application/json"]?["schema"] { return schema }
        return status < 400 ? nil : .object(["$ref": "#/components/schemas/Problem"])
    }

    private func responses(of operation: String) -> JSONValue? {
        let paths = self.document["paths"]?.members ?? [:]
        let operations = paths.values.flatMap { ($0.members ?? [:]).values }
        return operations.first { $0["operationId"]?.text == operation }?["responses"]
    }
}
