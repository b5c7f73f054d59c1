import Contracts
import Kernel
import Testing

@testable import Messaging

struct JSONShapeTests {
    @Test(
        arguments: [
            (#"{"a": 1, "b": {"c": [null, "x", {}]}}"#, ["a", "b"]),
            (
                #"{ "quote \" and \\": "} , ]", "tab\tname" :true }"#,
                ["quote \" and \\", "tab\tname"]
            ),
            (#"{"ä":"ö","\u0061b":-1.5e3}"#, ["ä", "ab"]),
            ("{}", []),
        ]
    )
    func `the names of an object are read as they mean`(document: String, names: [String]) throws {
        guard case .object(let members) = try JSONShape(of: Array(document.utf8)) else {
            Issue.record("\(document) is an object")
            return
        }
        #expect(Set(members.keys) == Set(names))
    }

    @Test(arguments: ["", "[", "[}", "{]", #"{"a" 1"#, "{,}", "[1", #""a"#])
    func `what is no document comes to an end`(document: String) {
        // Whatever the answer: it must come.
        _ = try? JSONShape(of: Array(document.utf8))
    }

    @Test(arguments: 0..<200)
    func `a document has the shape of what the decoder reads`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let value = Self.value(depth: 4, using: &generator)
        #expect(try JSONShape(of: MessageCoding.encode(value)) == Self.shape(of: value))
    }

    private static func shape(of value: JSONValue) -> JSONShape {
        switch value {
        case .null: .null
        case .bool, .integer, .number, .string: .value
        case .array(let elements): .array(elements.map(self.shape))
        case .object(let members): .object(members.mapValues(self.shape))
        }
    }

    private static let texts = ["", "a", "\"", "\\", "{[,:]}", "\u{1}\n\t", "ß€𝄞", "null"]

    private static func value(
        depth: Int,
        using generator: inout SeededGenerator
    ) -> JSONValue {
        switch Int.random(in: 0..<(depth == 0 ? 5 : 7), using: &generator) {
        case 0: .null
        case 1: .bool(.random(using: &generator))
        case 2: .integer(.random(in: -9...9, using: &generator))
        case 3: .number(0.5)
        case 4: .string(self.texts.randomElement(using: &generator) ?? "")
        case 5:
            .array(
                (0..<Int.random(in: 0...3, using: &generator)).map { _ in
                    self.value(depth: depth - 1, using: &generator)
                }
            )
        default:
            .object(
                (0..<Int.random(in: 0...3, using: &generator)).reduce(into: [:]) { members, _ in
                    let name = self.texts.randomElement(using: &generator) ?? ""
                    members[name] = self.value(depth: depth - 1, using: &generator)
                }
            )
        }
    }
}
