import Tracing

/// One key with its value, in the JSON form of OTLP.
struct OTLPAttribute: Encodable {
    let key: String
    let value: Value

    /// Exactly one member is set.
    struct Value: Encodable {
        var stringValue: String?
        var boolValue: Bool?
        var intValue: String?
        var doubleValue: Double?
        var arrayValue: Values?
    }

    struct Values: Encodable {
        let values: [Value]
    }

    init(key: String, value: SpanAttribute) {
        self.key = key
        self.value = Value(value)
    }

    /// The attributes of a span in alphabetical order.
    static func all(_ attributes: SpanAttributes) -> [OTLPAttribute] {
        var all: [OTLPAttribute] = []
        // `SpanAttributes` is not a sequence; this method is its only way in.
        // swift-format-ignore: ReplaceForEachWithForLoop
        attributes.forEach { all.append(OTLPAttribute(key: $0, value: $1)) }
        return all.sorted { $0.key < $1.key }
    }
}

extension OTLPAttribute.Value {
    init(_ value: SpanAttribute) {
        switch value {
        case .string(let text): self.init(stringValue: text)
        case .bool(let truth): self.init(boolValue: truth)
        case .int32(let number): self.init(intValue: "\(number)")
        case .int64(let number): self.init(intValue: "\(number)")
        case .double(let number) where number.isFinite: self.init(doubleValue: number)
        case .double(let number): self.init(stringValue: "\(number)")
        case .stringConvertible(let value): self.init(stringValue: value.description)
        case .stringArray(let values): self.init(list: values.map { .string($0) })
        case .boolArray(let values): self.init(list: values.map { .bool($0) })
        case .int32Array(let values): self.init(list: values.map { .int32($0) })
        case .int64Array(let values): self.init(list: values.map { .int64($0) })
        case .doubleArray(let values): self.init(list: values.map { .double($0) })
        case .stringConvertibleArray(let values):
            self.init(list: values.map { .string($0.description) })
        default: self.init(stringValue: "")
        }
    }

    private init(list: [SpanAttribute]) {
        self.init(arrayValue: OTLPAttribute.Values(values: list.map(OTLPAttribute.Value.init)))
    }
}
