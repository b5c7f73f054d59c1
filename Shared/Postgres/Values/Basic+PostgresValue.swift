extension Bool: PostgresScalar {
    package static var postgresType: PostgresType { .bool }
    package static var postgresArrayType: PostgresType { .boolArray }

    package static func decode(_ bytes: Span<UInt8>, of type: PostgresType) -> Bool? {
        bytes.count == 1 ? bytes[0] != 0 : nil
    }

    package func encode(into bytes: inout [UInt8]) {
        bytes.append(self ? 1 : 0)
    }
}

extension Double: PostgresScalar {
    package static var postgresType: PostgresType { .float8 }
    package static var postgresArrayType: PostgresType { .float8Array }

    package static func accepts(_ type: PostgresType) -> Bool {
        type == .float8 || type == .float4
    }

    package static func decode(_ bytes: Span<UInt8>, of type: PostgresType) -> Double? {
        if type == .float4 {
            return bytes.wholeBigEndian(UInt32.self).map { Double(Float(bitPattern: $0)) }
        }
        return bytes.wholeBigEndian(UInt64.self).map(Double.init(bitPattern:))
    }

    package func encode(into bytes: inout [UInt8]) {
        bytes.append(bigEndian: self.bitPattern)
    }
}

extension String: PostgresScalar {
    package static var postgresType: PostgresType { .text }
    package static var postgresArrayType: PostgresType { .textArray }

    /// Includes enumerations, whose binary form is their label.
    package static func accepts(_ type: PostgresType) -> Bool {
        switch type {
        case .text, .varchar, .bpchar, .name, .char, .json, .unknown: true
        default: type.isUserDefined
        }
    }

    package static func decode(_ bytes: Span<UInt8>, of type: PostgresType) -> String? {
        unsafe bytes.withUnsafeBufferPointer { unsafe String(validating: $0, as: UTF8.self) }
    }

    package func encode(into bytes: inout [UInt8]) {
        bytes.append(contentsOf: self.utf8)
    }
}

/// Bytes in an array are `bytea`.
extension UInt8: PostgresElement {
    package static var arrayType: PostgresType { .bytea }

    package static func acceptsArray(_ type: PostgresType) -> Bool { type == .bytea }

    package static func encode(array: [UInt8], into bytes: inout [UInt8]) {
        bytes.append(contentsOf: array)
    }

    package static func decodeArray(_ bytes: Span<UInt8>, of type: PostgresType) -> [UInt8]? {
        unsafe bytes.withUnsafeBufferPointer { unsafe Array($0) }
    }
}

extension Array: PostgresScalar, PostgresElement where Element == UInt8 {
    package static var postgresArrayType: PostgresType { .byteaArray }
}
