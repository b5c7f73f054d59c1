import FoundationEssentials

/// Writes a value as JSON while the value is walked, without a tree in between.
///
/// The same text as Foundation's encoder with sorted keys, at a fraction of its cost; what
/// `Codable` says of a type holds, so `Data` is an array of numbers and not base64.
final class JSONTextEncoder: Encoder {
    let text = JSONText()
    /// The depth at which the value that is being written began.
    private var base = 0

    /// Not kept: nobody is told where a value is that cannot be written.
    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]

    /// - Throws: `EncodingError` for a number that is not finite or a value that writes nothing.
    static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONTextEncoder()
        encoder.text.reserve(512)
        try encoder.write(value)
        return encoder.text.bytes
    }

    /// Writes a value and closes what it has opened.
    func write(_ value: some Encodable) throws {
        let (outer, start) = (self.base, self.text.bytes.count)
        self.base = self.text.depth
        try value.encode(to: self)
        self.text.close(downTo: self.base)
        self.base = outer
        guard self.text.bytes.count > start else {
            throw Self.invalid(value, "has encoded nothing")
        }
    }

    func write(_ value: some BinaryFloatingPoint & CustomStringConvertible) throws {
        guard value.isFinite else { throw Self.invalid(value, "is no number in JSON") }
        self.text.write(value)
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(JSONObjectContainer<Key>(self, at: self.opened(object: true)))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        JSONArrayContainer(self, at: self.opened(object: false))
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        JSONValueContainer(encoder: self)
    }

    /// The depth of the container of the value; asked for twice it is the same.
    private func opened(object isObject: Bool) -> Int {
        if self.text.depth == self.base { self.text.open(object: isObject) }
        precondition(self.text.isObject(at: self.base + 1) == isObject, "a value is of one kind")
        return self.base + 1
    }

    private static func invalid(_ value: Any, _ reason: String) -> EncodingError {
        .invalidValue(
            value,
            EncodingError.Context(codingPath: [], debugDescription: "\(type(of: value)) \(reason)")
        )
    }
}

/// Something that is neither a list nor has members.
private struct JSONValueContainer: SingleValueEncodingContainer {
    let encoder: JSONTextEncoder

    var codingPath: [any CodingKey] { [] }

    func encodeNil() { self.encoder.text.writeNull() }
    func encode(_ value: Bool) { self.encoder.text.write(value) }
    func encode(_ value: String) { self.encoder.text.write(value) }
    func encode(_ value: Double) throws { try self.encoder.write(value) }
    func encode(_ value: Float) throws { try self.encoder.write(value) }
    func encode(_ value: Int) { self.encoder.text.write(value) }
    func encode(_ value: Int8) { self.encoder.text.write(value) }
    func encode(_ value: Int16) { self.encoder.text.write(value) }
    func encode(_ value: Int32) { self.encoder.text.write(value) }
    func encode(_ value: Int64) { self.encoder.text.write(value) }
    func encode(_ value: UInt) { self.encoder.text.write(value) }
    func encode(_ value: UInt8) { self.encoder.text.write(value) }
    func encode(_ value: UInt16) { self.encoder.text.write(value) }
    func encode(_ value: UInt32) { self.encoder.text.write(value) }
    func encode(_ value: UInt64) { self.encoder.text.write(value) }
    func encode(_ value: some Encodable) throws { try self.encoder.write(value) }
}
