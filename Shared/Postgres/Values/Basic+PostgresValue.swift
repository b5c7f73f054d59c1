import Kernel

extension Bool: PostgresNumber {
    @usableFromInline package static var postgresType: PostgresType { .bool }
    @usableFromInline package static var postgresArrayType: PostgresType { .boolArray }

    @usableFromInline
    package static func decode(_ bytes: Span<UInt8>, of type: PostgresType) -> Bool? {
        bytes.count == 1 ? bytes[0] != 0 : nil
    }

    @inlinable package var bits: UInt8 { self ? 1 : 0 }
}

extension Double: PostgresNumber {
    @usableFromInline package static var postgresType: PostgresType { .float8 }
    @usableFromInline package static var postgresArrayType: PostgresType { .float8Array }

    @usableFromInline
    package static func accepts(_ type: PostgresType) -> Bool {
        type == .float8 || type == .float4
    }

    @usableFromInline
    package static func decode(_ bytes: Span<UInt8>, of type: PostgresType) -> Double? {
        if type == .float4 {
            return bytes.wholeBigEndian(UInt32.self).map { Double(Float(bitPattern: $0)) }
        }
        return bytes.wholeBigEndian(UInt64.self).map(Double.init(bitPattern:))
    }

    @inlinable package var bits: UInt64 { self.bitPattern }
}

extension String: PostgresScalar {
    @usableFromInline package static var postgresType: PostgresType { .text }
    @usableFromInline package static var postgresArrayType: PostgresType { .textArray }

    /// Includes enumerations, whose binary form is their label.
    @usableFromInline
    package static func accepts(_ type: PostgresType) -> Bool {
        switch type {
        case .text, .varchar, .bpchar, .name, .char, .json, .unknown: true
        default: type.isUserDefined
        }
    }

    @usableFromInline
    package static func decode(_ bytes: Span<UInt8>, of type: PostgresType) -> String? {
        String(validating: bytes)
    }

    @inlinable
    package func encode(into bytes: inout [UInt8]) {
        bytes.append(contentsOf: self.utf8)
    }
}

/// Bytes in an array are `bytea`.
extension UInt8: PostgresElement {
    @usableFromInline package static var arrayType: PostgresType { .bytea }

    @usableFromInline
    package static func acceptsArray(_ type: PostgresType) -> Bool { type == .bytea }

    @inlinable
    package static func encode(array: [UInt8], into bytes: inout [UInt8]) {
        bytes.append(contentsOf: array)
    }

    @usableFromInline
    package static func decodeArray(_ bytes: Span<UInt8>, of type: PostgresType) -> [UInt8]? {
        unsafe bytes.withUnsafeBufferPointer { unsafe Array($0) }
    }
}

extension Array: PostgresScalar, PostgresElement where Element == UInt8 {
    @usableFromInline package static var postgresArrayType: PostgresType { .byteaArray }
}
