import FoundationEssentials
import Kernel

/// How bodies become bytes: JSON with sorted keys, so that equal values have equal fingerprints.
package enum MessageCoding {
    package static let contentType = "application/json"

    /// Writes a value, by hand where its type can, which makes the same bytes.
    package static func encode(_ value: some Encodable) throws -> [UInt8] {
        guard let value = value as? any JSONWritable else {
            return try JSONTextEncoder.encode(value)
        }
        return JSONWriter.bytes(of: value)
    }

    /// Reads JSON in UTF-8, and in no other encoding (RFC 8259, section 8.1).
    ///
    /// - Throws: `DecodingError`.
    package static func decode<Value: Decodable>(
        _ type: Value.Type,
        from bytes: [UInt8]
    ) throws -> Value {
        try self.read(type, from: bytes) ?? self.decodeAny(type, from: bytes)
    }

    /// Reads a value by hand, where its type can and the text is one that nobody could object to:
    /// every member is one of the type and has a value.
    ///
    /// - Returns: `nil` where only the decoder can tell what the text is.
    static func read<Value>(_ type: Value.Type, from bytes: [UInt8]) -> Value? {
        (type as? any JSONReadable.Type).flatMap { self.value(of: $0, in: bytes) as? Value }
    }

    private static func value<Value: JSONReadable>(
        of type: Value.Type,
        in bytes: [UInt8]
    ) -> Value? {
        JSONReader.value(of: bytes)
    }

    /// Reads with the decoder, whatever the type can.
    static func decodeAny<Value: Decodable>(
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
