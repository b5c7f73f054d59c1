import Contracts
import TestSupport

/// One operation as the OpenAPI document has it.
struct OperationNode {
    let path: String
    let method: String
    let value: JSONValue

    var id: String { self.value["operationId"]?.text ?? "" }

    var statuses: Set<String> { Set((self.value["responses"]?.members ?? [:]).keys) }

    var problems: [String] { self.value["x-problems"]?.elements?.compactMap(\.text) ?? [] }

    /// The schemas and examples of its request body, by content type.
    var bodies: [(schema: JSONValue, example: JSONValue?)] {
        (self.value["requestBody"]?["content"]?.members ?? [:]).values.compactMap { content in
            content["schema"].map { ($0, content["example"]) }
        }
    }

    /// The references of its parameters, and those parameters that stand here, by name.
    var parameterNames: Set<String> {
        Set(
            (self.value["parameters"]?.elements ?? []).compactMap { parameter in
                parameter["$ref"]?.text.map { String($0.split(separator: "/").last ?? "") }
                    ?? parameter["name"]?.text
            }
        )
    }

    static func all(of document: JSONValue) -> [OperationNode] {
        (document["paths"]?.members ?? [:]).flatMap { path, methods in
            (methods.members ?? [:]).map { method, value in
                OperationNode(path: path, method: method.uppercased(), value: value)
            }
        }
    }
}
