/// The integers that are sent in their own width and read from any that fits.
@usableFromInline
package protocol PostgresInteger: PostgresNumber, FixedWidthInteger {}

extension PostgresInteger {
    /// Includes `numeric`, which is what `sum(bigint)` returns; a fraction is not read.
    @usableFromInline
    package static func accepts(_ type: PostgresType) -> Bool {
        switch type {
        case .int2: true
        case .int4: Self.bitWidth >= 32
        case .int8, .numeric: Self.bitWidth >= 64
        default: false
        }
    }

    @usableFromInline
    package static func decode(_ bytes: Span<UInt8>, of type: PostgresType) -> Self? {
        switch type {
        case .int8: bytes.wholeBigEndian(Int64.self).flatMap(Self.init(exactly:))
        case .int4: bytes.wholeBigEndian(Int32.self).flatMap(Self.init(exactly:))
        case .int2: bytes.wholeBigEndian(Int16.self).flatMap(Self.init(exactly:))
        default: NumericCoding.integer(bytes).flatMap(Self.init(exactly:))
        }
    }

    @inlinable package var bits: Self { self }
}

extension Int16: PostgresInteger {
    @usableFromInline package static var postgresType: PostgresType { .int2 }
    @usableFromInline package static var postgresArrayType: PostgresType { .int2Array }
}

extension Int32: PostgresInteger {
    @usableFromInline package static var postgresType: PostgresType { .int4 }
    @usableFromInline package static var postgresArrayType: PostgresType { .int4Array }
}

extension Int64: PostgresInteger {
    @usableFromInline package static var postgresType: PostgresType { .int8 }
    @usableFromInline package static var postgresArrayType: PostgresType { .int8Array }
}

extension Int: PostgresInteger {
    @usableFromInline package static var postgresType: PostgresType { .int8 }
    @usableFromInline package static var postgresArrayType: PostgresType { .int8Array }
}
