import CatalogDomain
import Contracts
import Testing

struct AttributesTests {
    @Test func `any JSON is kept as it was sent`() throws {
        let values: [String: JSONValue] = [
            "volts": 230, "colour": "red", "spare": .null, "sizes": .array(["S", "M"]),
        ]
        #expect(try Attributes(values).values == values)
    }

    @Test func `a merge replaces values and takes those away that are null`() throws {
        let attributes = try Attributes(["colour": "red", "size": "M"])
        let merged = try attributes.merging(["colour": "blue", "size": .null])
        #expect(merged.values == ["colour": "blue"])
    }

    @Test func `names, nesting and texts have limits`() {
        let deep = JSONValue.array([.array([.array([.array([1])])])])
        let long = JSONValue.string(String(repeating: "x", count: 4_001))
        let many = Dictionary(uniqueKeysWithValues: (0...100).map { ("a\($0)", JSONValue.null) })
        for values in [["": 1], ["a": deep], ["a": long], many] as [[String: JSONValue]] {
            #expect(throws: BrokenRule.self) { try Attributes(values) }
        }
    }
}
