/// Encodes into the place that has just been begun, as a base class does into that of its subclass.
struct JSONPlaceEncoder: Encoder {
    let encoder: JSONTextEncoder

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        self.encoder.text.open(object: true)
        return KeyedEncodingContainer(
            JSONObjectContainer<Key>(self.encoder, at: self.encoder.text.depth)
        )
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        self.encoder.text.open(object: false)
        return JSONArrayContainer(self.encoder, at: self.encoder.text.depth)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        self.encoder.singleValueContainer()
    }
}
