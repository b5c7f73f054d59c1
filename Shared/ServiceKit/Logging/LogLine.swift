import Logging

/// One JSON object on one line, built member by member.
///
/// Metadata keys stay dotted and flat (`message.id`); nested dictionaries become dotted keys too. A
/// key that is already taken is written under `metadata.`, so that no caller can forge `level`.
struct LogLine {
    private var text = "{"
    private var keys: Set<String> = []

    /// The longest value that is written in full, in characters.
    static let maximumValueLength = 16_384

    mutating func add(_ key: String, _ value: String) {
        self.add(key, json: JSONText.quoted(Self.bounded(value)))
    }

    mutating func add(_ key: String, _ value: Logger.MetadataValue) {
        switch value {
        case .string(let text): self.add(key, text)
        case .stringConvertible(let value): self.add(key, json: Self.json(value))
        case .array(let values):
            let elements = values.map { JSONText.quoted(Self.bounded("\($0)")) }
            self.add(key, json: "[\(elements.joined(separator: ","))]")
        case .dictionary(let members):
            for (name, member) in members.sorted(by: { $0.key < $1.key }) {
                self.add("\(key).\(name)", member)
            }
        }
    }

    /// The finished line with its newline.
    consuming func finish() -> [UInt8] {
        Array((self.text + "}\n").utf8)
    }

    private mutating func add(_ key: String, json: String) {
        var name = key
        while !self.keys.insert(name).inserted { name = "metadata.\(name)" }
        if self.text.utf8.count > 1 { self.text += "," }
        self.text += "\(JSONText.quoted(name)):\(json)"
    }

    private static func bounded(_ text: String) -> String {
        guard text.utf8.count > self.maximumValueLength else { return text }
        return "\(text.prefix(self.maximumValueLength))…"
    }

    private static func json(_ value: any CustomStringConvertible & Sendable) -> String {
        switch value {
        case let number as any BinaryInteger: number.description
        case let truth as Bool: truth.description
        default: JSONText.quoted(self.bounded(value.description))
        }
    }
}
