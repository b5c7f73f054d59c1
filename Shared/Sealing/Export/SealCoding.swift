package import FoundationEssentials

/// How checkpoints, receipts and exports become text: JSON with sorted members.
package enum SealCoding {
    package static func encode(_ value: some Encodable, isPretty: Bool = false) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        if isPretty { encoder.outputFormatting.insert(.prettyPrinted) }
        return try encoder.encode(value)
    }

    package static func decode<Value: Decodable>(
        _ type: Value.Type,
        from bytes: Data
    ) throws -> Value {
        try JSONDecoder().decode(type, from: bytes)
    }
}
