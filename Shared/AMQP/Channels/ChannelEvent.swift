/// What happened on a channel, its frames put together.
enum ChannelEvent: Hashable, Sendable {
    case delivery(consumerTag: String, Delivery)
    case returned(ReturnedMessage)
    case confirm(tag: UInt64, isMultiple: Bool, isPositive: Bool)
    case cancelled(consumerTag: String)
    case closed(code: UInt16, text: String)
}
