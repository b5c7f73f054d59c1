package import Kernel

/// A value in a header table.
///
/// All integer widths of the wire are read as 64 bits and written as `l`; decimals and floats are
/// read as doubles. RabbitMQ's reading of the field types applies ("AMQP 0-9-1 Errata", section 3).
package enum FieldValue: Hashable, Sendable {
    case string(String)
    case int(Int64)
    case bool(Bool)
    case double(Double)
    /// Whole seconds on the wire.
    case timestamp(Timestamp)
    case bytes([UInt8])
    case array([FieldValue])
    case table([String: FieldValue])
    case null

    package var string: String? {
        guard case .string(let value) = self else { return nil }
        return value
    }

    package var int: Int64? {
        guard case .int(let value) = self else { return nil }
        return value
    }
}

extension FieldValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral
{
    package init(stringLiteral value: String) {
        self = .string(value)
    }

    package init(integerLiteral value: Int64) {
        self = .int(value)
    }

    package init(booleanLiteral value: Bool) {
        self = .bool(value)
    }
}
