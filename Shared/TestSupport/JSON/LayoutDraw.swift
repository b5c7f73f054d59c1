package import Contracts
import Kernel

/// Writes a document with its members in any order and with white space anywhere; the same for one
/// seed.
package struct LayoutDraw {
    private var generator: SeededGenerator

    package init(seed: UInt64) {
        self.generator = SeededGenerator(seed: seed)
    }

    package mutating func text(of document: JSONValue) -> String {
        let text =
            switch document {
            case .array(let elements):
                "[\(self.joined(elements.map { self.text(of: $0) }))]"
            case .object(let members):
                "{\(self.joined(self.members(members)))}"
            case .integer(let value): "\(value)"
            case .string(let value):
                String(decoding: JSONWriter.bytes(of: value), as: UTF8.self)
            case .bool(let value): "\(value)"
            case .number(let value): "\(value)"
            case .null: "null"
            }
        return self.space() + text + self.space()
    }

    private mutating func members(_ members: [String: JSONValue]) -> [String] {
        let members = members.sorted { $0.key < $1.key }.shuffled(using: &self.generator)
        return members.map { name, value in
            let name = self.text(of: .string(name))
            return "\(name):\(self.text(of: value))"
        }
    }

    private func joined(_ parts: [String]) -> String { parts.joined(separator: ",") }

    private mutating func space() -> String {
        let spaces = ["", "", "", "", " ", "\n", "\t", "\r\n  "]
        return spaces.randomElement(using: &self.generator) ?? ""
    }
}
