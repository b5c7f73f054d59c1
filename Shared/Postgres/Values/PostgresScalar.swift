/// A value that can also be an element of a one-dimensional array.
package protocol PostgresScalar: PostgresValue, PostgresElement {
    /// The type that arrays of this are sent as.
    static var postgresArrayType: PostgresType { get }
}

extension PostgresScalar where Self: RawRepresentable, RawValue: PostgresScalar {
    package static var postgresArrayType: PostgresType { RawValue.postgresArrayType }
}

/// What a Swift array must consist of to be a value.
///
/// Apart from ``PostgresScalar`` because `[UInt8]` is not an array of numbers but `bytea`, and
/// because an element may be NULL.
package protocol PostgresElement: Sendable {
    static var arrayType: PostgresType { get }
    static func acceptsArray(_ type: PostgresType) -> Bool
    static func encode(array: [Self], into bytes: inout [UInt8])
    static func decodeArray(_ bytes: Span<UInt8>, of type: PostgresType) -> [Self]?
}

extension PostgresElement where Self: PostgresScalar {
    package static var arrayType: PostgresType { Self.postgresArrayType }

    package static func acceptsArray(_ type: PostgresType) -> Bool {
        type == Self.postgresArrayType || ArrayCoding.isTextArray(type, for: Self.self)
    }

    package static func encode(array: [Self], into bytes: inout [UInt8]) {
        ArrayCoding.encode(array, as: Self.postgresType, into: &bytes)
    }

    package static func decodeArray(_ bytes: Span<UInt8>, of type: PostgresType) -> [Self]? {
        ArrayCoding.decode(bytes)
    }
}

extension Optional: PostgresElement where Wrapped: PostgresScalar {
    package static var arrayType: PostgresType { Wrapped.postgresArrayType }

    package static func acceptsArray(_ type: PostgresType) -> Bool { Wrapped.acceptsArray(type) }

    package static func encode(array: [Wrapped?], into bytes: inout [UInt8]) {
        ArrayCoding.encode(array, as: Wrapped.postgresType, into: &bytes)
    }

    package static func decodeArray(_ bytes: Span<UInt8>, of type: PostgresType) -> [Wrapped?]? {
        ArrayCoding.decode(bytes)
    }
}

extension Array: PostgresValue where Element: PostgresElement {
    package static var postgresType: PostgresType { Element.arrayType }

    package static func accepts(_ type: PostgresType) -> Bool { Element.acceptsArray(type) }

    package static func decode(_ bytes: Span<UInt8>, of type: PostgresType) -> [Element]? {
        Element.decodeArray(bytes, of: type)
    }

    package func encode(into bytes: inout [UInt8]) {
        Element.encode(array: self, into: &bytes)
    }
}
