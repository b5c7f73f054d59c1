import Contracts
import Foundation
import Yams

/// The contract as JSON, and what its reference page shows of it.
struct ContractReference: Sendable {
    let json: [UInt8]
    let entityTag: String
    let operations: [DocumentedOperation]

    enum Failure: Error {
        case notAMapping
    }

    /// - Throws: Where the contract is not the document that the tests have checked.
    init(yaml: String) throws {
        guard let root = try Yams.load(yaml: yaml) as? [String: Any],
            let paths = root["paths"] as? [String: [String: Any]]
        else { throw Failure.notAMapping }
        let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes]
        self.json = Array(try JSONSerialization.data(withJSONObject: root, options: options))
        self.entityTag = "\"\(GatewayKeys.hexDigest(self.json).prefix(32))\""
        let shared = root["components"] as? [String: [String: Any]] ?? [:]
        self.operations = try paths.flatMap { path, methods in
            try methods.compactMap { method, body in
                try (body as? [String: Any]).flatMap {
                    try DocumentedOperation(method: method.uppercased(), path: path, $0, shared)
                }
            }
        }.sorted { ($0.tag, $0.path, $0.method) < ($1.tag, $1.path, $1.method) }
    }

    /// The parameters in the query of each operation, by name.
    var queryParameters: [String: [String: ParameterRule]] {
        Dictionary(
            uniqueKeysWithValues: self.operations.map { operation in
                let inQuery = operation.parameters.filter(\.isInQuery).map { ($0.name, $0.rule) }
                return (operation.id, Dictionary(uniqueKeysWithValues: inQuery))
            }
        )
    }
}

/// What the reference page shows of one operation.
struct DocumentedOperation: Sendable {
    let id: String
    let method: String
    let path: String
    let tag: String
    let summary: String
    let description: String
    let permission: String
    let parameters: [DocumentedParameter]
    let needsIdempotencyKey: Bool
    let problems: [String]

    /// - Parameter shared: What operations refer to by section and name.
    fileprivate init?(
        method: String,
        path: String,
        _ body: [String: Any],
        _ shared: [String: [String: Any]]
    ) throws {
        guard let id = body["operationId"] as? String else { return nil }
        self.id = id
        self.method = method
        self.path = path
        self.tag = (body["tags"] as? [String])?.first ?? ""
        self.summary = body["summary"] as? String ?? id
        self.description = body["description"] as? String ?? ""
        self.permission =
            body["x-permission"] as? String ?? body["x-access"] as? String ?? "signed-in"
        self.needsIdempotencyKey = body["x-idempotent"] as? Bool ?? false
        self.problems = body["x-problems"] as? [String] ?? []
        self.parameters = try (body["parameters"] as? [[String: Any]] ?? []).compactMap {
            try DocumentedParameter($0, shared)
        }
    }
}

/// What a caller may add to a request.
struct DocumentedParameter: Sendable {
    let name: String
    let isInQuery: Bool
    let rule: ParameterRule

    fileprivate init?(_ body: [String: Any], _ shared: [String: [String: Any]]) throws {
        let body = Self.resolve(body, in: shared["parameters"])
        guard let name = body["name"] as? String else { return nil }
        self.name = name
        self.isInQuery = body["in"] as? String == "query"
        let schema = body["schema"] as? [String: Any] ?? [:]
        self.rule = try ParameterRule(schema: Self.resolve(schema, in: shared["schemas"]))
    }

    /// What a reference names; anything else is itself.
    private static func resolve(
        _ body: [String: Any],
        in section: [String: Any]?
    ) -> [String: Any] {
        guard let name = (body["$ref"] as? String)?.split(separator: "/").last else { return body }
        return section?[String(name)] as? [String: Any] ?? [:]
    }
}
