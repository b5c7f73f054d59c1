import Contracts
import Foundation
import Kernel
import Testing

@testable import Messaging

/// The text must be the one that Foundation's encoder writes: fingerprints are kept for ever.
struct JSONTextTests {
    private static func foundation(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    private static func ours(_ value: some Encodable) throws -> String {
        String(decoding: try JSONTextEncoder.encode(value), as: UTF8.self)
    }

    @Test(arguments: [1, 2, 3, 5, 8] as [UInt64])
    func `any document is written as Foundation writes it`(seed: UInt64) throws {
        var draw = DocumentDraw(generator: SeededGenerator(seed: seed))
        for _ in 0..<400 {
            let document = draw.value(depth: 5)
            #expect(try Self.ours(document) == Self.foundation(document))
        }
    }

    @Test func `every character is written as Foundation writes it`() throws {
        let text = String(String.UnicodeScalarView((0..<0x3100).compactMap(Unicode.Scalar.init)))
        #expect(try Self.ours(text) == Self.foundation(text))
        #expect(try Self.ours([text: text]) == Self.foundation([text: text]))
    }

    @Test(arguments: [
        0, -0.0, 1, 0.1, 1e21, 1e-7, 5e30, 1e16, 123_456_789.125, -2.5, 1e-30,
    ])
    func `every number is written as Foundation writes it`(number: Double) throws {
        #expect(try Self.ours(number) == Self.foundation(number))
        #expect(try Self.ours([Float(number)]) == Self.foundation([Float(number)]))
    }

    @Test func `whole numbers of every width are written`() throws {
        let numbers = Widths()
        #expect(try Self.ours(numbers) == Self.foundation(numbers))
    }

    @Test func `members are put in order where they stand, whatever was written before them`() {
        let text = JSONText()
        text.reserve(1 << 16)
        func place() -> UnsafeRawPointer? {
            unsafe text.bytes.withUnsafeBytes { $0.baseAddress }
        }
        text.open(object: false)
        let before = unsafe place()
        for number in 0..<100 {
            text.beginElement(at: 1)
            text.open(object: true)
            for name in ["b", "a"] {
                text.beginMember(name, at: 2)
                text.write(number)
            }
        }
        text.close(downTo: 0)
        #expect(unsafe place() == before)
        #expect(String(decoding: text.bytes, as: UTF8.self).hasSuffix(#",{"a":99,"b":99}]"#))
    }

    @Test func `members stand in the order of their names at every depth`() throws {
        #expect(
            try Self.ours(Unordered())
                == #"{"a":{"x":[],"y":{"k":1,"l":null}},"b":[{"c":1,"d":2},[3]],"super":true,"z":"last"}"#
        )
    }

    @Test func `of members with one name the last counts`() throws {
        #expect(try Self.ours(Repeating()) == #"{"a":3,"b":2}"#)
    }

    @Test func `what JSON cannot say is refused`() {
        #expect(throws: EncodingError.self) { try Self.ours([Double.infinity]) }
        #expect(throws: EncodingError.self) { try Self.ours(["a": Float.nan]) }
        #expect(throws: EncodingError.self) { try Self.ours(Nothing()) }
    }
}

/// Draws documents with all kinds of values and awkward texts.
private struct DocumentDraw {
    var generator: SeededGenerator

    mutating func value(depth: Int) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 5), using: &self.generator) {
        case 0: .null
        case 1: .bool(Bool.random(using: &self.generator))
        case 2: .integer(Int64.random(in: .min ... .max, using: &self.generator))
        case 3: .number(Double.random(in: -1e9...1e9, using: &self.generator))
        case 4: .string(self.text())
        case 5: .array((0..<self.count()).map { _ in self.value(depth: depth - 1) })
        default:
            .object(
                Dictionary(
                    (0..<self.count()).map { _ in (self.text(), self.value(depth: depth - 1)) }
                ) { $1 }
            )
        }
    }

    private mutating func count() -> Int { Int.random(in: 0...6, using: &self.generator) }

    private mutating func text() -> String {
        let pieces = [
            "a", "B", "é", "e\u{301}", "\"", "\\", "/", "\n", "\u{1}", "☕️", "10", "9", " ",
        ]
        return (0..<self.count()).map { _ in pieces.randomElement(using: &self.generator) ?? "" }
            .joined()
    }
}

private struct Widths: Encodable {
    var a = Int8.min
    var b = Int16.max
    var c = Int32.min
    var d = Int64.max
    var e = UInt8.max
    var f = UInt16.max
    var g = UInt32.max
    var h = UInt64.max
    var i: UInt = 7
    var j: [Int] = [1, -1]
    var k: Int?
}

/// Writes its members in another order than that of their names, through nested containers.
private struct Unordered: Encodable {
    private enum Key: String, CodingKey {
        case a, b, c, d, k, l, x, y, z
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        try object.encode("last", forKey: .z)
        try true.encode(to: object.superEncoder())
        var list = object.nestedUnkeyedContainer(forKey: .b)
        var first = list.nestedContainer(keyedBy: Key.self)
        try first.encode(2, forKey: .d)
        try first.encode(1, forKey: .c)
        var second = list.nestedUnkeyedContainer()
        try second.encode(3)
        var inner = object.nestedContainer(keyedBy: Key.self, forKey: .a)
        var innermost = inner.nestedContainer(keyedBy: Key.self, forKey: .y)
        try innermost.encodeNil(forKey: .l)
        try innermost.encode(1, forKey: .k)
        try inner.encode([Int](), forKey: .x)
    }
}

private struct Repeating: Encodable {
    private enum Key: String, CodingKey {
        case a, b
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(1, forKey: .a)
        try object.encode(2, forKey: .b)
        var again = encoder.container(keyedBy: Key.self)
        try again.encode(3, forKey: .a)
    }
}

private struct Nothing: Encodable {
    func encode(to encoder: any Encoder) throws {}
}
