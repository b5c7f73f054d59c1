import Contracts
import TestSupport
import Testing

@Suite struct `A line of an adjustment` {
    private func isValid(_ line: JSONValue) throws -> Bool {
        let document = try ContractFolder.openAPI.get()
        let schemas = document["components"]?["schemas"]
        let root = try #require(schemas?["AdjustedLine"])
        return JSONSchema(document: document, root: root).violations(of: line).isEmpty
    }

    @Test(
        arguments: [
            ["quantity": "-6"], ["setTo": "12", "expectedQuantity": "10"],
            ["setTo": "0", "expectedQuantity": .null], ["setTo": "0", "expectedQuantity": "-3"],
        ] as [[String: JSONValue]]
    )
    func `says how much moves, or how much there is to be`(
        members: [String: JSONValue]
    ) throws {
        #expect(try self.isValid(.object(members.merging(["sku": "85123A"]) { $1 })))
        #expect(try !self.isValid(.object(members)))
    }

    @Test(
        arguments: [
            [:], ["setTo": "12"], ["expectedQuantity": "10"],
            ["quantity": "1", "expectedQuantity": "10"],
            ["quantity": "1", "expectedQuantity": .null], ["quantity": "1", "setTo": "1"],
            ["quantity": "1", "setTo": "1", "expectedQuantity": "1"],
            ["setTo": "-1", "expectedQuantity": "1"], ["setTo": .null, "expectedQuantity": "1"],
            ["quantity": "0"],
        ] as [[String: JSONValue]]
    )
    func `does not say both, nor a level without what is expected`(
        members: [String: JSONValue]
    ) throws {
        #expect(try !self.isValid(.object(members.merging(["sku": "85123A"]) { $1 })))
    }
}
