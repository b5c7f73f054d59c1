/// A value that can be a parameter and a column, in the binary format of PostgreSQL.
///
/// An enumeration with raw values needs no more than the conformance to ``PostgresScalar``.
@usableFromInline
package protocol PostgresValue: Sendable {
    /// The type that parameters are sent as.
    static var postgresType: PostgresType { get }

    /// What NULL is read as; `nil` where NULL is an error.
    static var null: Self? { get }

    /// Whether columns of `type` can be read.
    static func accepts(_ type: PostgresType) -> Bool

    /// Reads the binary form of a column of an accepted type; `nil` where it has no such value.
    static func decode(_ bytes: Span<UInt8>, of type: PostgresType) -> Self?

    /// Whether this is sent as NULL; ``encode(into:)`` then appends nothing.
    var isNull: Bool { get }

    /// Appends the binary form.
    func encode(into bytes: inout [UInt8])
}

extension PostgresValue {
    @inlinable package static var null: Self? { nil }

    @inlinable package var isNull: Bool { false }

    @inlinable
    package static func accepts(_ type: PostgresType) -> Bool { type == self.postgresType }
}

extension PostgresValue where Self: RawRepresentable, RawValue: PostgresValue {
    @inlinable package static var postgresType: PostgresType { RawValue.postgresType }

    @inlinable
    package static func accepts(_ type: PostgresType) -> Bool { RawValue.accepts(type) }

    @inlinable
    package static func decode(_ bytes: Span<UInt8>, of type: PostgresType) -> Self? {
        RawValue.decode(bytes, of: type).flatMap(Self.init(rawValue:))
    }

    @inlinable
    package func encode(into bytes: inout [UInt8]) {
        self.rawValue.encode(into: &bytes)
    }
}

extension Optional: PostgresValue where Wrapped: PostgresValue {
    @inlinable package static var postgresType: PostgresType { Wrapped.postgresType }

    @inlinable package static var null: Wrapped?? { .some(nil) }

    @inlinable
    package static func accepts(_ type: PostgresType) -> Bool { Wrapped.accepts(type) }

    @inlinable
    package static func decode(_ bytes: Span<UInt8>, of type: PostgresType) -> Wrapped?? {
        Wrapped.decode(bytes, of: type).map(Optional.some)
    }

    @inlinable package var isNull: Bool { self?.isNull ?? true }

    @inlinable
    package func encode(into bytes: inout [UInt8]) {
        self?.encode(into: &bytes)
    }
}
