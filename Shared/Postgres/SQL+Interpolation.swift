extension SQL: ExpressibleByStringInterpolation {
    @usableFromInline
    package init(stringLiteral text: String) {
        self.init(verbatim: text)
    }

    @usableFromInline
    package init(stringInterpolation: Interpolation) {
        self = stringInterpolation.statement
    }

    /// Collects the pieces of a literal; the compiler calls it.
    @usableFromInline
    package struct Interpolation: StringInterpolationProtocol {
        @usableFromInline var statement = SQL(verbatim: "")

        @usableFromInline
        package init(literalCapacity: Int, interpolationCount: Int) {
            self.statement.reserveCapacity(
                text: literalCapacity + 3 * interpolationCount,
                parameters: interpolationCount
            )
        }

        @usableFromInline
        package mutating func appendLiteral(_ literal: String) {
            self.statement.append(text: literal)
        }

        /// Binds `value` as the next parameter.
        @inlinable
        package mutating func appendInterpolation(_ value: some PostgresValue) {
            self.statement.bind(value)
        }

        /// Binds `value`, or NULL.
        ///
        /// Covered by the one above; without it the compiler takes an optional for a mistake.
        @inlinable
        package mutating func appendInterpolation<Value: PostgresValue>(_ value: Value?) {
            self.statement.bind(value)
        }

        /// Embeds another statement with its parameters.
        package mutating func appendInterpolation(fragment: SQL) {
            self.statement.append(fragment)
        }

        /// Names a table, a column or a role, quoted so that any name is safe.
        package mutating func appendInterpolation(identifier: String) {
            self.statement.append(text: SQL.quoted(identifier))
        }
    }

    /// `name` as a quoted identifier.
    ///
    /// Source: PostgreSQL 15, section 4.1.1.
    package static func quoted(_ name: String) -> String {
        let escaped = name.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"")
        return "\"\(escaped)\""
    }
}
