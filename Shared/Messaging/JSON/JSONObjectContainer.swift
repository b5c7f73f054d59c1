/// The members of an object.
struct JSONObjectContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
    private let encoder: JSONTextEncoder
    private let depth: Int

    init(_ encoder: JSONTextEncoder, at depth: Int) {
        self.encoder = encoder
        self.depth = depth
    }

    var codingPath: [any CodingKey] { [] }

    private func text(at key: Key) -> JSONText {
        self.encoder.text.beginMember(key.stringValue, at: self.depth)
        return self.encoder.text
    }

    func encodeNil(forKey key: Key) { self.text(at: key).writeNull() }
    func encode(_ value: Bool, forKey key: Key) { self.text(at: key).write(value) }
    func encode(_ value: String, forKey key: Key) { self.text(at: key).write(value) }
    func encode(_ value: Int, forKey key: Key) { self.text(at: key).write(value) }
    func encode(_ value: Int64, forKey key: Key) { self.text(at: key).write(value) }

    /// Also of the rarer kinds of numbers.
    func encode(_ value: some Encodable, forKey key: Key) throws {
        _ = self.text(at: key)
        try self.encoder.write(value)
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type,
        forKey key: Key
    ) -> KeyedEncodingContainer<NestedKey> {
        let text = self.text(at: key)
        text.open(object: true)
        return KeyedEncodingContainer(
            JSONObjectContainer<NestedKey>(self.encoder, at: text.depth)
        )
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        let text = self.text(at: key)
        text.open(object: false)
        return JSONArrayContainer(self.encoder, at: text.depth)
    }

    func superEncoder() -> any Encoder {
        self.encoder.text.beginMember("super", at: self.depth)
        return JSONPlaceEncoder(encoder: self.encoder)
    }

    func superEncoder(forKey key: Key) -> any Encoder {
        _ = self.text(at: key)
        return JSONPlaceEncoder(encoder: self.encoder)
    }
}
