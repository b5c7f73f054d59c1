/// A name or code as people type it: trimmed, without control characters, within a length.
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
        let normal = words.joined(separator: " ")
        let count = normal.unicodeScalars.count
        guard count >= characters.lowerBound else {
            throw BrokenRule("required", "must not be empty")
        }
        guard count <= characters.upperBound else {
            throw BrokenRule(
                "max-length",
                "must have at most \(characters.upperBound) characters, has \(count)"
            )
        }
        guard normal.unicodeScalars.allSatisfy(Text.isPrintable) else {
            throw BrokenRule("printable", "must not hold control characters")
        }
        return normal
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .unassigned, .privateUse, .surrogate, .lineSeparator, .paragraphSeparator:
            false
        default: true
        }
    }
}
