/// What a JSON Merge Patch (RFC 7396) says of one member.
package enum Change<Value: Codable & Sendable>: Sendable {
    /// The member is absent.
    case keep
    /// The member is `null`.
    case remove
    case set(Value)

    /// The value afterwards.
    package func applied(to former: Value?) -> Value? {
        switch self {
        case .keep: former
        case .remove: nil
        case .set(let value): value
        }
    }
}

extension Change: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        self = container.decodeNil() ? .remove : .set(try container.decode(Value.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .keep, .remove: try container.encodeNil()
        case .set(let value): try container.encode(value)
        }
    }
}

extension KeyedDecodingContainer {
    /// Reads an absent member as ``Change/keep``; synthesized initializers choose this.
    package func decode<Value>(
        _ type: Change<Value>.Type,
        forKey key: Key
    ) throws -> Change<Value> {
        guard self.contains(key) else { return .keep }
        return try Change(from: try self.superDecoder(forKey: key))
    }
}

extension KeyedEncodingContainer {
    /// Leaves an unchanged member out; synthesized encoders choose this.
    package mutating func encode<Value>(_ value: Change<Value>, forKey key: Key) throws {
        switch value {
        case .keep: return
        case .remove: try self.encodeNil(forKey: key)
        case .set(let value): try self.encode(value, forKey: key)
        }
    }
}
