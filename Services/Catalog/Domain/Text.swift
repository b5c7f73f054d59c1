/// A name or code as people type it, within a length and without control characters.
package enum Text {
    /// Trims the ends and makes every run of white space a single space.
    ///
    /// - Parameter characters: How many Unicode scalars may remain.
    /// - Throws: ``BrokenRule`` `required`, `max-length` or `printable`.
    package static func normalized(
        _ text: String,
        characters: ClosedRange<Int>
    ) throws(BrokenRule) -> String {
        let words = text.split(whereSeparator: \.isWhitespace)
        return try Text.checked(words.joined(separator: " "), characters: characters)
    }

    /// Trims the ends and keeps the rest as it is.
    ///
    /// - Throws: ``BrokenRule`` `required`, `max-length` or `printable`.
    package static func trimmed(
        _ text: String,
        characters: ClosedRange<Int>
    ) throws(BrokenRule) -> String {
        let head = text.drop(while: \.isWhitespace)
        let length = head.reversed().drop(while: \.isWhitespace).count
        return try Text.checked(String(head.prefix(length)), characters: characters)
    }

    private static func checked(
        _ text: String,
        characters: ClosedRange<Int>
    ) throws(BrokenRule) -> String {
        let count = text.unicodeScalars.count
        guard count >= characters.lowerBound else {
            throw BrokenRule("required", "must not be empty")
        }
        guard count <= characters.upperBound else {
            throw BrokenRule(
                "max-length",
                "must have at most \(characters.upperBound) characters, has \(count)"
            )
        }
        guard text.unicodeScalars.allSatisfy(Text.isPrintable) else {
            throw BrokenRule("printable", "must not hold control characters")
        }
        return text
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .unassigned, .privateUse, .surrogate, .lineSeparator, .paragraphSeparator:
            false
        default: true
        }
    }
}
