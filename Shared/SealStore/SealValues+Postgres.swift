package import Postgres
package import Sealing

/// Stored as `bytea`.
extension SealHash: PostgresValue {
    package static var postgresType: PostgresType { [UInt8].postgresType }

    package static func accepts(_ type: PostgresType) -> Bool { [UInt8].accepts(type) }

    package static func decode(_ bytes: Span<UInt8>, of type: PostgresType) -> SealHash? {
        [UInt8].decode(bytes, of: type).flatMap { SealHash($0) }
    }

    package func encode(into bytes: inout [UInt8]) { self.bytes.encode(into: &bytes) }
}

/// Stored as `bytea`.
extension SealSignature: PostgresValue {
    package static var postgresType: PostgresType { [UInt8].postgresType }

    package static func accepts(_ type: PostgresType) -> Bool { [UInt8].accepts(type) }

    package static func decode(_ bytes: Span<UInt8>, of type: PostgresType) -> SealSignature? {
        [UInt8].decode(bytes, of: type).flatMap { SealSignature($0) }
    }

    package func encode(into bytes: inout [UInt8]) { self.bytes.encode(into: &bytes) }
}

/// Stored as `bytea`.
extension VerifyingKey: PostgresValue {
    package static var postgresType: PostgresType { [UInt8].postgresType }

    package static func accepts(_ type: PostgresType) -> Bool { [UInt8].accepts(type) }

    package static func decode(_ bytes: Span<UInt8>, of type: PostgresType) -> VerifyingKey? {
        [UInt8].decode(bytes, of: type).flatMap { VerifyingKey($0) }
    }

    package func encode(into bytes: inout [UInt8]) { self.bytes.encode(into: &bytes) }
}
