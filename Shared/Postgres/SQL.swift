/// A statement whose interpolated values are sent as parameters, never spliced into the text.
///
/// ```swift
/// let statement: SQL = "SELECT on_hand FROM balance WHERE variant = \(variant)"
/// // text: SELECT on_hand FROM balance WHERE variant = $1
/// ```
@usableFromInline
package struct SQL: Sendable {
    package private(set) var text: String
    private(set) var parameters: [Parameter]
    /// The binary forms of all parameters, one after the other.
    @usableFromInline var payload: [UInt8]

    /// One `$n` of the text.
    struct Parameter: Sendable {
        let type: PostgresType
        /// In bytes of the payload; negative for NULL.
        let length: Int
        /// Where its `$` stands in the UTF-8 of the text.
        let position: Int
    }

    /// The most parameters that one statement can carry; the protocol counts them in 16 bits.
    static let maximumParameters = 65_535

    /// Text with no parameters, which must not contain values from outside.
    package init(verbatim text: String) {
        self.text = text
        self.parameters = []
        self.payload = []
    }

    package static func + (left: SQL, right: SQL) -> SQL {
        var sum = left
        sum.append(right)
        return sum
    }

    package static func += (left: inout SQL, right: SQL) {
        left.append(right)
    }

    mutating func append(text: String) {
        self.text += text
    }

    mutating func reserveCapacity(text: Int, parameters: Int) {
        self.text.reserveCapacity(text)
        self.parameters.reserveCapacity(parameters)
        self.payload.reserveCapacity(parameters * 16)
    }

    /// Inlined with all that it calls, so that the elements of an array are encoded as what they
    /// are and not as anything that could be one.
    @inlinable
    mutating func bind<Value: PostgresValue>(_ value: Value) {
        let start = self.payload.count
        value.encode(into: &self.payload)
        self.endParameter(
            of: Value.postgresType,
            length: value.isNull ? -1 : self.payload.count - start
        )
    }

    @usableFromInline
    mutating func endParameter(of type: PostgresType, length: Int) {
        self.append(Parameter(type: type, length: length, position: self.text.utf8.count))
    }

    /// Appends `other`, renumbering its parameters after our own.
    mutating func append(_ other: SQL) {
        guard !other.parameters.isEmpty else {
            self.text += other.text
            return
        }
        let source = other.text.utf8
        var copied = source.startIndex
        for (index, parameter) in other.parameters.enumerated() {
            let marker = source.index(source.startIndex, offsetBy: parameter.position)
            self.text += other.text[copied..<marker]
            self.append(
                Parameter(
                    type: parameter.type,
                    length: parameter.length,
                    position: self.text.utf8.count
                )
            )
            copied = source.index(marker, offsetBy: "$\(index + 1)".utf8.count)
        }
        self.text += other.text[copied...]
        self.payload += other.payload
    }

    private mutating func append(_ parameter: Parameter) {
        self.parameters.append(parameter)
        self.text += "$\(self.parameters.count)"
    }
}

extension [SQL] {
    /// One statement with all of these and their parameters, such as conditions and `" AND "`.
    package func joined(separator: SQL) -> SQL {
        guard var joined = self.first else { return SQL(verbatim: "") }
        for element in self.dropFirst() {
            joined += separator
            joined += element
        }
        return joined
    }
}
