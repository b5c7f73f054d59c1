import Contracts
import TestSupport
import Testing

@Suite struct `JSON Schema validator` {
    /// A schema, a value that obeys it, one that does not, and where and why.
    struct Case: CustomTestStringConvertible {
        let schema: JSONValue
        let right: JSONValue
        let wrong: JSONValue
        let violation: String

        var testDescription: String { self.violation }
    }

    static let cases: [Case] = [
        Case(schema: ["type": "string"], right: "a", wrong: 1, violation: " type"),
        Case(schema: ["type": ["string", "null"]], right: .null, wrong: 1, violation: " type"),
        Case(schema: ["type": "number"], right: 1, wrong: "1", violation: " type"),
        Case(schema: ["type": "integer"], right: 1, wrong: .number(1.5), violation: " type"),
        Case(schema: ["enum": ["a", "b"]], right: "b", wrong: "c", violation: " enum"),
        Case(schema: ["const": 1], right: 1, wrong: 2, violation: " const"),
        Case(schema: ["required": ["a"]], right: ["a": 1], wrong: [:], violation: "/a required"),
        Case(
            schema: ["properties": ["a": ["type": "string"]]],
            right: ["b": 1],
            wrong: ["a": 1],
            violation: "/a type"
        ),
        Case(
            schema: ["properties": ["a": true], "additionalProperties": false],
            right: ["a": 1],
            wrong: ["b": 1],
            violation: "/b false"
        ),
        Case(
            schema: ["additionalProperties": ["type": "integer"]],
            right: ["a": 1],
            wrong: ["a": "1"],
            violation: "/a type"
        ),
        Case(
            schema: ["propertyNames": ["maxLength": 1]],
            right: ["a": 1],
            wrong: ["ab": 1],
            violation: "/ab maxLength"
        ),
        Case(
            schema: ["minProperties": 1],
            right: ["a": 1],
            wrong: [:],
            violation: " minProperties"
        ),
        Case(
            schema: ["maxProperties": 0],
            right: [:],
            wrong: ["a": 1],
            violation: " maxProperties"
        ),
        Case(
            schema: ["items": ["type": "string"]],
            right: [],
            wrong: ["a", 1],
            violation: "/1 type"
        ),
        Case(schema: ["minItems": 1], right: [1], wrong: [], violation: " minItems"),
        Case(schema: ["maxItems": 1], right: [1], wrong: [1, 2], violation: " maxItems"),
        Case(
            schema: ["uniqueItems": true],
            right: [1, 2],
            wrong: [1, 1],
            violation: " uniqueItems"
        ),
        Case(schema: ["minLength": 2], right: "ab", wrong: "a", violation: " minLength"),
        Case(schema: ["maxLength": 1], right: "a", wrong: "ab", violation: " maxLength"),
        Case(schema: ["pattern": "^a+$"], right: "aa", wrong: "ab", violation: " pattern"),
        Case(
            schema: ["format": "uuid"],
            right: "019aa3f0-0000-7000-8000-000000000001",
            wrong: "1",
            violation: " format"
        ),
        Case(
            schema: ["format": "date-time"],
            right: "2026-11-21T08:00:00Z",
            wrong: "2026-11-21",
            violation: " format"
        ),
        Case(
            schema: ["format": "date"],
            right: "2026-11-21",
            wrong: "2026-02-30",
            violation: " format"
        ),
        Case(schema: ["minimum": 1], right: 1, wrong: 0, violation: " minimum"),
        Case(schema: ["maximum": 1], right: 1, wrong: .number(1.5), violation: " maximum"),
        Case(
            schema: ["oneOf": [["required": ["a"]], ["required": ["b"]]]],
            right: ["a": 1],
            wrong: ["a": 1, "b": 1],
            violation: " oneOf"
        ),
        Case(
            schema: ["anyOf": [["type": "string"], ["minimum": 5]]],
            right: 5,
            wrong: 4,
            violation: " anyOf"
        ),
        Case(
            schema: ["allOf": [["minimum": 1], ["maximum": 3]]],
            right: 2,
            wrong: 4,
            violation: " maximum"
        ),
        Case(schema: ["not": ["type": "null"]], right: 1, wrong: .null, violation: " not"),
        Case(
            schema: ["$ref": "#/$defs/Code", "$defs": ["Code": ["maxLength": 1]]],
            right: "a",
            wrong: "ab",
            violation: " maxLength"
        ),
    ]

    @Test(arguments: cases)
    func `accepts what is right and names what is wrong`(example: Case) {
        let schema = JSONSchema(document: example.schema)
        #expect(schema.violations(of: example.right) == [])
        let violations = schema.violations(of: example.wrong)
        #expect(violations.map { "\($0.pointer) \($0.keyword)" } == [example.violation])
    }

    @Test func `a keyword it does not know is a violation`() {
        let schema = JSONSchema(document: ["dependentSchemas": [:]])
        #expect(schema.violations(of: 1).map(\.keyword) == ["dependentSchemas"])
    }

    @Test func `a reference that points nowhere is a violation`() {
        let schema = JSONSchema(document: ["$ref": "#/$defs/Missing"])
        #expect(schema.violations(of: 1).map(\.keyword) == ["$ref"])
    }

    @Test func `a recursive schema follows the value, not itself`() {
        let schema = JSONSchema(document: [
            "properties": ["child": ["$ref": "#"]], "required": ["name"],
        ])
        let value: JSONValue = ["name": "a", "child": ["name": "b", "child": [:]]]
        #expect(schema.violations(of: value).map(\.pointer) == ["/child/child/name"])
    }
}
