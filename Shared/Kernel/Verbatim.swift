/// A text that equals only the same text written with the same code points.
///
/// `String` takes texts for equal that Unicode calls canonically equivalent; PostgreSQL compares
/// bytes. What the database tells apart is keyed by this, alone or as the wrapper of a property:
/// the hash and the order of a type follow it there.
@propertyWrapper
package struct Verbatim: Hashable, Sendable {
    package var wrappedValue: String

    package init(wrappedValue: String) {
        self.wrappedValue = wrappedValue
    }

    package init(_ text: String) {
        self.init(wrappedValue: text)
    }

    package static func == (left: Verbatim, right: Verbatim) -> Bool {
        let (left, right) = (left.wrappedValue.utf8.span, right.wrappedValue.utf8.span)
        guard left.count == right.count else { return false }
        for index in left.indices where left[index] != right[index] { return false }
        return true
    }

    package func hash(into hasher: inout Hasher) {
        // Coarser than the equality, and that only for texts that hardly ever meet.
        hasher.combine(self.wrappedValue)
    }
}

/// In the order of the bytes of UTF-8, as the collation "C" of PostgreSQL has it.
extension Verbatim: Comparable {
    package static func < (left: Verbatim, right: Verbatim) -> Bool {
        left.wrappedValue.utf8.lexicographicallyPrecedes(right.wrappedValue.utf8)
    }
}

extension Verbatim: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) {
        self.init(text)
    }
}

/// In JSON the plain text.
extension Verbatim: Codable {
    package init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self.wrappedValue)
    }
}
