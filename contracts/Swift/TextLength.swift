/// How long a text may be, in Unicode scalars.
///
/// Those are the characters that `minLength` and `maxLength` of JSON Schema count (draft 2020-12,
/// section 6.3.1).
package struct TextLength: Hashable, Sendable {
    package let minimum: Int
    package let maximum: Int

    package init(_ range: ClosedRange<Int>) {
        self.minimum = range.lowerBound
        self.maximum = range.upperBound
    }

    package func allows(_ text: String) -> Bool {
        (self.minimum...self.maximum).contains(text.unicodeScalars.count)
    }
}

/// The end of the sentence that refuses a text: `1 to 64 characters`.
extension TextLength: CustomStringConvertible {
    package var description: String {
        self.minimum == 0
            ? "at most \(self.maximum) characters"
            : "\(self.minimum) to \(self.maximum) characters"
    }
}
