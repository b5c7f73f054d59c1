package import Contracts

extension AnswerContract {
    /// Everything in which the answer of a service, which has not been at the gateway yet, is not as
    /// promised.
    ///
    /// - Parameter body: `nil` where the answer has none.
    package func violations(
        operation: String,
        status: Int,
        body: JSONValue?
    ) -> [SchemaViolation] {
        let promised = self.responses(of: operation)?["\(status)"]
        let content = self.resolved(promised)?["content"]
        var schema = content?["application/json"]?["schema"]
        if status >= 400 { schema = schema ?? ["$ref": "#/components/schemas/Problem"] }
        if let schema {
            return JSONSchema(document: self.document, root: schema).violations(of: body ?? .null)
        }
        guard promised == nil || body != nil else { return [] }
        return [SchemaViolation(pointer: "", keyword: "responses", message: "\(status)")]
    }

    private func responses(of operation: String) -> JSONValue? {
        let paths = self.document["paths"]?.members ?? [:]
        let operations = paths.values.flatMap { ($0.members ?? [:]).values }
        return operations.first { $0["operationId"]?.text == operation }?["responses"]
    }
}
