import FoundationEssentials

/// How bodies become bytes: JSON with sorted keys, so that equal values have equal fingerprints.
package enum MessageCoding {
    package static let contentType = "application/json"

    package static func encode(_ value: some Encodable) throws -> [UInt8] {
        try JSONTextEncoder.encode(value)
    }

    /// Reads JSON in UTF-8, and in no other encoding (RFC 8259, section 8.1).
    ///
    /// - Throws: `DecodingError`.
    package static func decode<Value: Decodable>(
        _ type: Value.Type,
        from bytes: [UInt8]
    ) throws -> Value {
        // The decoder would take UTF-16 and UTF-32 too. Both may pass for UTF-8 with many NUL, which
        // JSON has in no place.
        guard !bytes.contains(0), String(validating: bytes, as: UTF8.self) != nil else {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(codingPath: [], debugDescription: "is not UTF-8")
            )
        }
        return try JSONDecoder().decode(type, from: Data(bytes))
    }
}
