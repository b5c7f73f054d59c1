/// Answers a type that decodes itself with values that are drawn.
struct DrawingDecoder: Decoder {
    let draw: ValueDraw

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(DrawingObject(draw: self.draw))
    }

    func unkeyedContainer() -> any UnkeyedDecodingContainer {
        DrawingArray(draw: self.draw, count: self.draw.count())
    }

    func singleValueContainer() -> any SingleValueDecodingContainer {
        DrawingValue(draw: self.draw)
    }
}

private struct DrawingObject<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let draw: ValueDraw

    var codingPath: [any CodingKey] { [] }
    /// Asked for by dictionaries only, whose members have any name.
    var allKeys: [Key] {
        (0..<self.draw.count()).compactMap { _ in Key(stringValue: self.draw.text()) }
    }

    /// Asked for optional members only.
    func contains(_ key: Key) -> Bool { self.draw.isThere() }

    func decodeNil(forKey key: Key) -> Bool { false }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try self.draw.value(type)
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type,
        forKey key: Key
    ) -> KeyedDecodingContainer<NestedKey> {
        DrawingDecoder(draw: self.draw).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedDecodingContainer {
        DrawingDecoder(draw: self.draw).unkeyedContainer()
    }

    func superDecoder() -> any Decoder { DrawingDecoder(draw: self.draw) }

    func superDecoder(forKey key: Key) -> any Decoder { DrawingDecoder(draw: self.draw) }
}

private struct DrawingArray: UnkeyedDecodingContainer {
    let draw: ValueDraw
    let count: Int?
    private(set) var currentIndex = 0

    init(draw: ValueDraw, count: Int) {
        self.draw = draw
        self.count = count
    }

    var codingPath: [any CodingKey] { [] }
    var isAtEnd: Bool { self.currentIndex == self.count }

    func decodeNil() -> Bool { false }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        self.currentIndex += 1
        return try self.draw.value(type)
    }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type
    ) -> KeyedDecodingContainer<NestedKey> {
        self.currentIndex += 1
        return DrawingDecoder(draw: self.draw).container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedDecodingContainer {
        self.currentIndex += 1
        return DrawingDecoder(draw: self.draw).unkeyedContainer()
    }

    mutating func superDecoder() -> any Decoder {
        self.currentIndex += 1
        return DrawingDecoder(draw: self.draw)
    }
}

private struct DrawingValue: SingleValueDecodingContainer {
    let draw: ValueDraw

    var codingPath: [any CodingKey] { [] }

    func decodeNil() -> Bool { false }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try self.draw.value(type)
    }
}
