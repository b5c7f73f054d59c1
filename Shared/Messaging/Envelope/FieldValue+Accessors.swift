import AMQP

extension FieldValue {
    /// The text of a string, or of bytes that are valid UTF-8.
    var text: String? {
        switch self {
        case .string(let text): text
        case .bytes(let bytes): String(validating: bytes, as: UTF8.self)
        default: nil
        }
    }

    /// The value of an integer, or of a string that spells one.
    var integer: Int64? {
        switch self {
        case .int(let value): value
        case .string(let text): Int64(text)
        default: nil
        }
    }
}
