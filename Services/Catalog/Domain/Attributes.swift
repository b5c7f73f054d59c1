package import Contracts

/// What a company wants to know of its things beyond what every catalog knows: size, colour, voltage.
package struct Attributes: Hashable, Sendable {
    package static let maximumCount = 100
    package static let maximumDepth = 4
    package static let maximumNameCharacters = 64
    package static let maximumTextCharacters = 4_000

    package let values: [String: JSONValue]

    package static let none = Attributes(stored: [:])

    /// Attributes read back from where they were stored.
    package init(stored values: [String: JSONValue]) {
        self.values = values
    }

    /// - Throws: ``BrokenRule`` `max-items`, `attribute-name`, `max-depth` or `max-length`, whose
    ///   message names the attribute.
    package init(_ values: [String: JSONValue]) throws(BrokenRule) {
        guard values.count <= Attributes.maximumCount else {
            throw BrokenRule("max-items", "at most \(Attributes.maximumCount) attributes")
        }
        for (name, value) in values {
            try Attributes.checkName(name)
            try Attributes.check(value, of: name, depth: 1)
        }
        self.values = values
    }

    /// These values, with those of `changes` over them; `null` takes an attribute away
    /// (RFC 7396, for the first level).
    package func merging(_ changes: [String: JSONValue]) throws(BrokenRule) -> Attributes {
        let merged = self.values.merging(changes) { $1 }
        return try Attributes(merged.filter { $0.value != .null })
    }

    private static func checkName(_ name: String) throws(BrokenRule) {
        let isUsable = !name.unicodeScalars.contains("\0")
        guard isUsable, (1...Attributes.maximumNameCharacters).contains(name.unicodeScalars.count)
        else {
            throw BrokenRule(
                "attribute-name",
                "a name must have 1 to \(Attributes.maximumNameCharacters) characters"
            )
        }
    }

    private static func check(
        _ value: JSONValue,
        of name: String,
        depth: Int
    ) throws(BrokenRule) {
        guard depth <= Attributes.maximumDepth else {
            throw BrokenRule(
                "max-depth",
                "\"\(name)\" nests more than \(Attributes.maximumDepth) levels"
            )
        }
        switch value {
        case .string(let text):
            try Attributes.checkText(text, of: name)
        case .array(let values):
            for value in values { try Attributes.check(value, of: name, depth: depth + 1) }
        case .object(let values):
            for (key, value) in values {
                try Attributes.checkName(key)
                try Attributes.check(value, of: name, depth: depth + 1)
            }
        case .null, .bool, .integer, .number: return
        }
    }

    private static func checkText(_ text: String, of name: String) throws(BrokenRule) {
        let scalars = text.unicodeScalars
        guard scalars.count <= Attributes.maximumTextCharacters, !scalars.contains("\0") else {
            throw BrokenRule(
                "max-length",
                "\"\(name)\" must have at most \(Attributes.maximumTextCharacters) characters"
            )
        }
    }
}
