import Contracts
import TestSupport
import Testing

/// The number of a document is everywhere what ``Reference`` says.
struct DocumentIdTests {
    private static let names = ["documentId", "originalDocumentId", "document"]
    private static let pattern: JSONValue = #"^[^\x00-\x1f\x7f]*$"#

    @Test(arguments: try ContractFolder.names(in: "schemas").sorted())
    func `a schema limits the number of a document as the code does`(file: String) throws {
        let schema = try ContractFolder.json("schemas/\(file).json")
        for name in Self.names {
            for member in schema.all(name) where member["type"] == "string" {
                #expect(member["minLength"] == 1)
                #expect(member["maxLength"] == .integer(Int64(Reference.documentLength.maximum)))
                #expect(member["pattern"] == Self.pattern)
            }
        }
    }

    @Test func `the interface limits the number of a document as the code does`() throws {
        let schema = try ContractFolder.openAPI.get().all("ReferenceDocument").first
        #expect(schema?["minLength"] == 1)
        #expect(schema?["maxLength"] == .integer(Int64(Reference.documentLength.maximum)))
        #expect(schema?["pattern"] == Self.pattern)
    }

    @Test(arguments: ["R-1", "Caf\u{E9}", "\u{1}sha256:00", "R\n1", "R\u{7F}", ""])
    func `the code takes for a number what the schema does`(text: String) throws {
        let schema = try ContractFolder.json("schemas/pos.sale.v1.json")
        let rule = try #require(schema["properties"]?["documentId"])
        let isRight = JSONSchema(document: rule).violations(of: .string(text)).isEmpty
        #expect(Reference.isDocument(text) == isRight)
    }
}
