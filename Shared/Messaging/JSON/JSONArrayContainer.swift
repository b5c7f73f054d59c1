/// The elements of a list.
struct JSONArrayContainer: UnkeyedEncodingContainer {
    private let encoder: JSONTextEncoder
    private let depth: Int

    init(_ encoder: JSONTextEncoder, at depth: Int) {
        self.encoder = encoder
        self.depth = depth
    }

    var codingPath: [any CodingKey] { [] }
    var count: Int { self.encoder.text.count(at: self.depth) }

    private var next: JSONText {
        self.encoder.text.beginElement(at: self.depth)
        return self.encoder.text
    }

    func encodeNil() { self.next.writeNull() }
    func encode(_ value: Bool) { self.next.write(value) }
    func encode(_ value: String) { self.next.write(value) }
    func encode(_ value: Int) { self.next.write(value) }
    func encode(_ value: Int64) { self.next.write(value) }

    /// Also of the rarer kinds of numbers.
    func encode(_ value: some Encodable) throws {
        _ = self.next
        try self.encoder.write(value)
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type
    ) -> KeyedEncodingContainer<NestedKey> {
        let text = self.next
        text.open(object: true)
        return KeyedEncodingContainer(
            JSONObjectContainer<NestedKey>(self.encoder, at: text.depth)
        )
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        let text = self.next
        text.open(object: false)
        return JSONArrayContainer(self.encoder, at: text.depth)
    }

    func superEncoder() -> any Encoder {
        _ = self.next
        return JSONPlaceEncoder(encoder: self.encoder)
    }
}
