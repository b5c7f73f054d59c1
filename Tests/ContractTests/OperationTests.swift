import Contracts
import TestSupport
import Testing

@Suite struct `Operations of the OpenAPI document` {
    let document: JSONValue
    let operations: [OperationNode]

    init() throws {
        self.document = try ContractFolder.openAPI.get()
        self.operations = OperationNode.all(of: self.document)
    }

    @Test func `they are those of the table`() throws {
        #expect(Set(self.operations.map(\.id)) == Set(Operations.all.map(\.id)))
        #expect(Operations.all.count == Set(Operations.all.map(\.id)).count)
        for operation in self.operations {
            let row = try #require(Operations.named(operation.id))
            #expect(row.method.rawValue == operation.method, "\(row.id)")
            #expect(row.path == operation.path, "\(row.id)")
            let host = row.service?.rawValue ?? "{service}"
            #expect(operation.value["x-service"] == .string(host), "\(row.id)")
            #expect(operation.value["x-idempotent"] == .bool(row.isCommand), "\(row.id)")
            let permission = row.permission.map { JSONValue.string($0.rawValue) }
            #expect(operation.value["x-permission"] == permission, "\(row.id)")
            let access: JSONValue? =
                switch row.access {
                case .open: "open"
                case .signedIn: "signed-in"
                case .permission: nil
                }
            #expect(operation.value["x-access"] == access, "\(row.id)")
            #expect((operation.value["security"] == []) == (row.access == .open), "\(row.id)")
        }
    }

    @Test func `tables have the columns of the document, each of which stands in an item`() throws {
        var count = 0
        for operation in self.operations {
            let columns = operation.value["x-columns"]?.elements?.compactMap(\.text)
            #expect(columns == Operations.tables[operation.id], "\(operation.id)")
            let content = operation.value["responses"]?["200"]?["content"]
            for type in ["text/csv", "application/x-ndjson"] {
                #expect((content?[type] != nil) == (columns != nil), "\(operation.id)")
            }
            guard let columns else { continue }
            let page = self.resolved(content?["application/json"]?["schema"])
            let item = self.resolved(page?["properties"]?["items"]?["items"])
            for column in columns {
                let cell = column.split(separator: ".").reduce(item) { schema, name in
                    self.resolved(schema?["properties"]?[String(name)])
                }
                #expect(cell != nil, "\(operation.id) \(column)")
                #expect(cell?["properties"] == nil, "\(operation.id) \(column)")
                count += 1
            }
            #expect(Set(columns).count == columns.count)
        }
        #expect(count > 50)
    }

    private func resolved(_ schema: JSONValue?) -> JSONValue? {
        guard let reference = schema?["$ref"]?.text else { return schema }
        return self.document.resolving(reference: reference)
    }

    @Test func `commands take the key and nothing else does`() throws {
        for operation in self.operations {
            let row = try #require(Operations.named(operation.id))
            let takesKey = operation.parameterNames.contains("IdempotencyKey")
            #expect(takesKey == row.isCommand, "\(row.id)")
            #expect(!row.isCommand || row.method == .post, "\(row.id)")
        }
    }

    @Test func `a path declares its parameters`() throws {
        for operation in self.operations {
            for match in operation.path.matches(of: /\{(\w+)\}/) {
                let name = String(match.1)
                let parameter = "Path\(name.prefix(1).uppercased())\(name.dropFirst())"
                #expect(operation.parameterNames.contains(parameter), "\(operation.id)")
                let shared = self.document["components"]?["parameters"]?[parameter]
                #expect(shared?["name"] == .string(name), "\(operation.id)")
            }
        }
    }

    @Test func `every way to be refused is documented`() throws {
        for operation in self.operations {
            let row = try #require(Operations.named(operation.id))
            var expected: Set<String> = ["default"]
            if row.access != .open { expected.formUnion(["401", "403"]) }
            if row.path.contains("{") { expected.insert("404") }
            if row.isCommand { expected.formUnion(["400", "409", "422"]) }
            if operation.value["requestBody"] != nil {
                expected.formUnion(["400", "413", "415", "422"])
            }
            if operation.parameterNames.contains("Limit") { expected.formUnion(["400", "422"]) }
            if operation.parameterNames.contains("IfMatch") { expected.formUnion(["412", "428"]) }
            for problem in operation.problems {
                let code = try #require(ProblemCode(rawValue: problem), "\(row.id): \(problem)")
                expected.insert("\(code.status)")
            }
            let missing = expected.subtracting(operation.statuses)
            #expect(missing.isEmpty, "\(row.id)")
        }
    }

    @Test func `a list is paged`() throws {
        let whole: Set = ["listRoles"]
        for operation in self.operations where operation.id.hasPrefix("list") {
            guard !whole.contains(operation.id) else { continue }
            #expect(
                operation.parameterNames.isSuperset(of: ["Cursor", "Limit"]),
                "\(operation.id)"
            )
            let content = operation.value["responses"]?["200"]?["content"]
            let page = self.resolved(content?["application/json"]?["schema"])
            #expect(page?["properties"]?["items"]?["maxItems"] == 500, "\(operation.id)")
            #expect(page?["properties"]?["next"] != nil, "\(operation.id)")
        }
    }
}
