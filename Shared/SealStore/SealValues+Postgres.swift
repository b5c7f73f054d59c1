package import Postgres
package import Sealing

/// What is stored as the bytes that it is, in a `bytea`.
package protocol StoredBytes: PostgresValue {
    var bytes: [UInt8] { get }

    /// Fails for bytes that are none.
    init?(_ bytes: [UInt8])
}

extension StoredBytes {
    package static var postgresType: PostgresType { [UInt8].postgresType }

    package static func accepts(_ type: PostgresType) -> Bool { [UInt8].accepts(type) }

    package static func decode(_ bytes: Span<UInt8>, of type: PostgresType) -> Self? {
        [UInt8].decode(bytes, of: type).flatMap { Self($0) }
    }

    package func encode(into bytes: inout [UInt8]) { self.bytes.encode(into: &bytes) }
}

extension SealHash: StoredBytes {}
extension SealSignature: StoredBytes {}
extension VerifyingKey: StoredBytes {}
