import FoundationEssentials
import Kernel

/// A JSON document, stored as `jsonb`.
///
/// PostgreSQL normalizes what it stores: a document read back has other bytes than the one written.
package struct JSONB: Hashable, Sendable {
    /// The document in UTF-8.
    package var bytes: [UInt8]

    package init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Writes a value, by hand where its type can, which makes the same bytes.
    package init(encoding value: some Encodable) throws {
        if let value = value as? any JSONWritable {
            self.init(bytes: JSONWriter.bytes(of: value))
            return
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        self.init(bytes: Array(try encoder.encode(value)))
    }

    package func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(type, from: Data(self.bytes))
    }
}

extension JSONB: PostgresScalar {
    /// The only version of the binary form so far, its first byte.
    private static let version: UInt8 = 1

    package static var postgresType: PostgresType { .jsonb }
    package static var postgresArrayType: PostgresType { .jsonbArray }

    package static func accepts(_ type: PostgresType) -> Bool {
        type == .jsonb || type == .json
    }

    package static func decode(_ bytes: Span<UInt8>, of type: PostgresType) -> JSONB? {
        let text: [UInt8] = unsafe bytes.withUnsafeBufferPointer { unsafe Array($0) }
        guard type == .jsonb else { return JSONB(bytes: text) }
        return text.first == JSONB.version ? JSONB(bytes: Array(text.dropFirst())) : nil
    }

    package func encode(into bytes: inout [UInt8]) {
        bytes.append(JSONB.version)
        bytes.append(contentsOf: self.bytes)
    }
}
