/// The integers that are sent in their own width and read from any that fits.
package protocol PostgresInteger: PostgresScalar, FixedWidthInteger {}

extension PostgresInteger {
    /// Includes `numeric`, which is what `sum(bigint)` returns; a fraction is not read.
    package static func accepts(_ type: PostgresType) -> Bool {
        switch type {
        case .int2: true
        case .int4: Self.bitWidth >= 32
        case .int8, .numeric: Self.bitWidth >= 64
        default: false
        }
    }

    package static func decode(_ bytes: Span<UInt8>, of type: PostgresType) -> Self? {
        switch type {
        case .int8: bytes.wholeBigEndian(Int64.self).flatMap(Self.init(exactly:))
        case .int4: bytes.wholeBigEndian(Int32.self).flatMap(Self.init(exactly:))
        case .int2: bytes.wholeBigEndian(Int16.self).flatMap(Self.init(exactly:))
        default: NumericCoding.integer(bytes).flatMap(Self.init(exactly:))
        }
    }

    package func encode(into bytes: inout [UInt8]) {
        bytes.append(bigEndian: self)
    }
}

extension Int16: PostgresInteger {
    package static var postgresType: PostgresType { .int2 }
    package static var postgresArrayType: PostgresType { .int2Array }
}

extension Int32: PostgresInteger {
    package static var postgresType: PostgresType { .int4 }
    package static var postgresArrayType: PostgresType { .int4Array }
}

extension Int64: PostgresInteger {
    package static var postgresType: PostgresType { .int8 }
    package static var postgresArrayType: PostgresType { .int8Array }
}

extension Int: PostgresInteger {
    package static var postgresType: PostgresType { .int8 }
    package static var postgresArrayType: PostgresType { .int8Array }
}
