import Contracts
import TestSupport
import Testing

/// The number of a document is as long everywhere as ``Reference`` says.
struct DocumentIdTests {
    private static let names = ["documentId", "originalDocumentId", "document"]

    @Test(arguments: try ContractFolder.names(in: "schemas").sorted())
    func `a schema limits the number of a document as the code does`(file: String) throws {
        let schema = try ContractFolder.json("schemas/\(file).json")
        for name in Self.names {
            for member in schema.all(name) where member["type"] == "string" {
                #expect(member["minLength"] == 1)
                #expect(member["maxLength"] == .integer(Int64(Reference.maximumDocumentLength)))
            }
        }
    }

    @Test func `the interface limits the number of a document as the code does`() throws {
        let schema = try ContractFolder.openAPI.get().all("ReferenceDocument").first
        #expect(schema?["minLength"] == 1)
        #expect(schema?["maxLength"] == .integer(Int64(Reference.maximumDocumentLength)))
    }
}
