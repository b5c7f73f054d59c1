/// One frame, copied out of the library's memory.
enum IncomingFrame: Hashable, Sendable {
    case method(IncomingMethod)
    /// Announces a body of so many bytes.
    case header(bodySize: UInt64, MessageProperties)
    case body([UInt8])
}

/// A method the broker sent that answers no call.
enum IncomingMethod: Hashable, Sendable {
    case deliver(
        consumerTag: String,
        tag: UInt64,
        isRedelivered: Bool,
        exchange: String,
        key: String
    )
    case returned(code: UInt16, text: String, exchange: String, key: String)
    case confirm(tag: UInt64, isMultiple: Bool, isPositive: Bool)
    case cancel(consumerTag: String)
    case channelClosed(code: UInt16, text: String)
    case connectionClosed(code: UInt16, text: String)
    case blocked(reason: String)
    case unblocked
    /// `channel.flow`, which RabbitMQ no longer sends, or an answer that came too late.
    case other(UInt32)
}
