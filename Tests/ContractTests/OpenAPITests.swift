import Contracts
import TestSupport
import Testing

@Suite struct `The OpenAPI document` {
    let document: JSONValue

    init() throws {
        self.document = try ContractFolder.openAPI.get()
    }

    @Test func `is the one that the module carries`() throws {
        let text = try ContractFolder.data("gateway.openapi.yaml")
        #expect(try OpenAPIDocument.text() == String(decoding: text, as: UTF8.self))
    }

    @Test func `every reference resolves and everything is referred to`() throws {
        let references = Set(self.document.all("$ref").compactMap(\.text))
        for reference in references {
            #expect(self.document.resolving(reference: reference) != nil, "\(reference)")
        }
        for (section, members) in self.document["components"]?.members ?? [:]
        where section != "securitySchemes" {
            for name in (members.members ?? [:]).keys {
                #expect(references.contains("#/components/\(section)/\(name)"))
            }
        }
    }

    /// Within braces, YAML takes what follows a comma for the next name.
    @Test func `no comma has cut a text in two`() {
        #expect(self.document.emptyNames.filter { $0.contains(" ") } == [])
    }

    @Test func `examples of schemas obey them`() throws {
        let schemas = try #require(self.document["components"]?["schemas"]?.members)
        var count = 0
        for (name, root) in schemas {
            let schema = JSONSchema(document: self.document, root: root)
            for example in root["examples"]?.elements ?? [] {
                #expect(schema.violations(of: example) == [], "\(name)")
                count += 1
            }
        }
        #expect(count > 20)
    }

    @Test func `examples of requests obey their schemas`() throws {
        for operation in OperationNode.all(of: self.document) {
            for body in operation.bodies {
                guard let example = body.example else { continue }
                let schema = JSONSchema(document: self.document, root: body.schema)
                #expect(schema.violations(of: example) == [], "\(operation.id)")
            }
        }
    }

    @Test func `every request body that is JSON has an example`() throws {
        for operation in OperationNode.all(of: self.document) {
            guard let body = operation.value["requestBody"]?["content"]?["application/json"] else {
                continue
            }
            #expect(body["example"] != nil, "\(operation.id)")
        }
    }

    @Test func `what a request may hold is limited`() throws {
        for operation in OperationNode.all(of: self.document) {
            for body in operation.bodies {
                let unlimited = self.unlimited(body.schema, seen: [])
                #expect(unlimited.isEmpty, "\(operation.id)")
            }
        }
    }

    @Test func `a problem of the module obeys the published schema`() throws {
        let root = try #require(self.document["components"]?["schemas"]?["Problem"])
        let schema = JSONSchema(document: self.document, root: root)
        for code in ProblemCode.allCases {
            let problem = Problem(code, detail: "Because.", extensions: ["requested": "6"])
            #expect(schema.violations(of: try problem.json()) == [], "\(code)")
        }
    }

    /// The strings, arrays and open objects below a schema that have no limit.
    private func unlimited(_ schema: JSONValue, seen: Set<String>) -> [JSONValue] {
        if let reference = schema["$ref"]?.text {
            guard !seen.contains(reference),
                let target = self.document.resolving(reference: reference)
            else { return [] }
            return self.unlimited(target, seen: seen.union([reference]))
        }
        switch schema["type"] {
        case "string":
            let limits = ["maxLength", "enum", "format", "pattern", "const"]
            return limits.contains { schema[$0] != nil } ? [] : [schema]
        case "array":
            let inner = schema["items"].map { self.unlimited($0, seen: seen) } ?? []
            return (schema["maxItems"] == nil ? [schema] : []) + inner
        default:
            return (schema["properties"]?.members ?? [:]).values.flatMap {
                self.unlimited($0, seen: seen)
            }
        }
    }
}
