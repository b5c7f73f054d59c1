/// One of a few words, which stands in JSON as itself.
///
/// Another word is refused with those that would have been accepted.
package protocol WordCodable: RawRepresentable, CaseIterable, Codable where RawValue == String {}

/// Tells, as the cause of a `DecodingError`, that a word was none of those that are accepted.
package struct UnknownWord: Error {}

extension WordCodable {
    package init(from decoder: any Decoder) throws {
        let word = try decoder.singleValueContainer().decode(String.self)
        guard let value = Self(rawValue: word) else {
            let words = Self.allCases.map(\.rawValue).joined(separator: ", ")
            throw DecodingError.dataCorrupted(
                DecodingError.Context(
                    codingPath: decoder.codingPath,
                    debugDescription: "must be one of \(words)",
                    underlyingError: UnknownWord()
                )
            )
        }
        self = value
    }
}
