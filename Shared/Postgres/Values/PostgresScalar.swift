/// A value that can also be an element of a one-dimensional array.
@usableFromInline
package protocol PostgresScalar: PostgresValue, PostgresElement {
    /// The type that arrays of this are sent as.
    static var postgresArrayType: PostgresType { get }
}

extension PostgresScalar where Self: RawRepresentable, RawValue: PostgresScalar {
    @usableFromInline
    package static var postgresArrayType: PostgresType { RawValue.postgresArrayType }
}

/// What a Swift array must consist of to be a value.
///
/// Apart from ``PostgresScalar`` because `[UInt8]` is not an array of numbers but `bytea`, and
/// because an element may be NULL.
@usableFromInline
package protocol PostgresElement: Sendable {
    static var arrayType: PostgresType { get }
    static func acceptsArray(_ type: PostgresType) -> Bool
    static func encode(array: [Self], into bytes: inout [UInt8])
    static func decodeArray(_ bytes: Span<UInt8>, of type: PostgresType) -> [Self]?
}

extension PostgresElement where Self: PostgresScalar {
    @usableFromInline
    package static var arrayType: PostgresType { Self.postgresArrayType }

    @usableFromInline
    package static func acceptsArray(_ type: PostgresType) -> Bool {
        type == Self.postgresArrayType || ArrayCoding.isTextArray(type, for: Self.self)
    }

    @inlinable
    package static func encode(array: [Self], into bytes: inout [UInt8]) {
        ArrayCoding.encode(array, as: Self.postgresType, into: &bytes)
    }

    @usableFromInline
    package static func decodeArray(_ bytes: Span<UInt8>, of type: PostgresType) -> [Self]? {
        ArrayCoding.decode(bytes)
    }
}

extension Optional: PostgresElement where Wrapped: PostgresScalar {
    @usableFromInline
    package static var arrayType: PostgresType { Wrapped.postgresArrayType }

    @usableFromInline
    package static func acceptsArray(_ type: PostgresType) -> Bool { Wrapped.acceptsArray(type) }

    @inlinable
    package static func encode(array: [Wrapped?], into bytes: inout [UInt8]) {
        ArrayCoding.encode(array, as: Wrapped.postgresType, into: &bytes)
    }

    @usableFromInline
    package static func decodeArray(_ bytes: Span<UInt8>, of type: PostgresType) -> [Wrapped?]? {
        ArrayCoding.decode(bytes)
    }
}

extension Array: PostgresValue where Element: PostgresElement {
    @usableFromInline
    package static var postgresType: PostgresType { Element.arrayType }

    @usableFromInline
    package static func accepts(_ type: PostgresType) -> Bool { Element.acceptsArray(type) }

    @usableFromInline
    package static func decode(_ bytes: Span<UInt8>, of type: PostgresType) -> [Element]? {
        Element.decodeArray(bytes, of: type)
    }

    @inlinable
    package func encode(into bytes: inout [UInt8]) {
        Element.encode(array: self, into: &bytes)
    }
}
