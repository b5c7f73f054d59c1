/// A value that stands in JSON as the text of its description, and is read back from that text.
package protocol TextCodable: Codable, CustomStringConvertible {
    /// What a text has to be, as the end of the sentence that refuses it: `a UUID`.
    static var form: String { get }

    /// `nil` for a text of another form.
    init?(_ text: String)
}

extension TextCodable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = Self(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "must be \(Self.form)"
            )
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self.description)
    }
}
