package import Contracts
import FoundationEssentials
import Kernel

/// Changes valid messages at random, as broken and as hostile senders do; the same for one seed.
package struct MessageMutator {
    private var generator: SeededGenerator

    package init(seed: UInt64) {
        self.generator = SeededGenerator(seed: seed)
    }

    /// What stands where something else should; `nil` for no value at all.
    private static let strangers: [JSONValue] = [
        .null, true, "", " ", "\u{0}", "a\u{0}b", "\u{202E}\u{200B}", "'; DROP TABLE message; --",
        "../../etc/passwd", "%00", "1e400", "-0", "99999999999999999999", "2026-13-45T99:99:99Z",
        .string(String(repeating: "a", count: 70_000)),
        .string(String(repeating: "\u{301}", count: 999)),
        .integer(.max), .integer(.min), .integer(0), .integer(-1), .number(0.1), .number(1e300),
        .array([]), .object([:]), .array(Array(repeating: 1, count: 5_000)),
    ]
    /// What no encoder writes, put in the place of a value.
    private static let fragments = [
        "1e999", "-", "01", "NaN", #""\ud800""#, #""\x""#, "\u{FEFF}1", "{", "]", "// 1",
        String(repeating: "[", count: 50_000), #"{"a":1,"a":2}"#,
        "1" + String(repeating: "0", count: 400),
    ]
    private static let placeholder = "mutated-here-4711"

    /// A message that is seldom valid any more, and often no JSON.
    package mutating func mutate(_ example: JSONValue) throws -> [UInt8] {
        switch Int.random(in: 0..<10, using: &self.generator) {
        case 0..<6: return try self.encode(self.changed(example))
        case 6..<8:
            let marked = try self.encode(self.replaced(in: example, by: .string(Self.placeholder)))
            let fragment = Self.fragments.randomElement(using: &self.generator) ?? ""
            let text = String(decoding: marked, as: UTF8.self)
            return Array(text.replacing("\"\(Self.placeholder)\"", with: fragment).utf8)
        default: return self.garbled(try self.encode(example))
        }
    }

    private func encode(_ value: JSONValue) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return Array(try encoder.encode(value))
    }

    /// One to three changes to members and elements.
    private mutating func changed(_ value: JSONValue) -> JSONValue {
        (0..<Int.random(in: 1...3, using: &self.generator)).reduce(value) { value, _ in
            self.replaced(in: value, by: Self.strangers.randomElement(using: &self.generator))
        }
    }

    /// The value with something somewhere in it replaced, left out, doubled or renamed.
    private mutating func replaced(in value: JSONValue, by stranger: JSONValue?) -> JSONValue {
        switch value {
        case .object(var members) where !members.isEmpty:
            let names = members.keys.sorted()
            guard let name = names.randomElement(using: &self.generator),
                let member = members[name]
            else { return value }
            switch Int.random(in: 0..<8, using: &self.generator) {
            case 0: members[name] = nil
            case 1: members[name + "\u{0}"] = member
            case 2: members[names.randomElement(using: &self.generator) ?? name] = member
            case 3: members[name] = stranger ?? member
            default: members[name] = self.replaced(in: member, by: stranger)
            }
            return .object(members)
        case .array(var elements) where !elements.isEmpty:
            let index = Int.random(in: elements.indices, using: &self.generator)
            switch Int.random(in: 0..<5, using: &self.generator) {
            case 0: elements.remove(at: index)
            case 1: elements.append(elements[index])
            default: elements[index] = self.replaced(in: elements[index], by: stranger)
            }
            return .array(elements)
        default: return stranger ?? .null
        }
    }

    /// The bytes cut off, or with some of them changed, put in or doubled.
    private mutating func garbled(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        let index = Int.random(in: bytes.indices, using: &self.generator)
        switch Int.random(in: 0..<5, using: &self.generator) {
        case 0: bytes.removeSubrange(index...)
        case 1: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &self.generator)
        case 2: bytes.insert(.random(in: 0x80...0xFF, using: &self.generator), at: index)
        case 3: bytes.insert(contentsOf: bytes[..<index], at: index)
        default: bytes = []
        }
        return bytes
    }
}
